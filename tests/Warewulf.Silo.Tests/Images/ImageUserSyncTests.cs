using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Users;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageUserSyncTests : IAsyncLifetime
{
    private const string HostPasswd = "root:x:0:0::/root:/bin/sh\nmunge:x:991:991::/:/bin/sh\nslurm:x:990:990::/:/bin/sh\nada:x:1000:1000::/:/bin/sh\n";
    private const string HostGroup = "root:x:0:\nmunge:x:991:\nslurm:x:990:\n";
    private const string ImagePasswd = "root:x:0:0::/root:/bin/bash\nmunge:x:990:990::/:/bin/sh\nslurm:x:991:991::/:/bin/sh\nown:x:77:77::/:/bin/sh\n";
    private const string ImageGroup = "root:x:0:\nmunge:x:990:\nslurm:x:991:\nown:x:77:\n";
    private const string Merged = HostPasswd + "own:x:77:77::/:/bin/sh\n";

    private SiloLab _lab = null!;

    private string Home => Path.Combine(_lab.Paths.Chroots, "rocky9");

    private string Journal => Path.Combine(Home, "users.journal");

    private string Passwd => Read("etc/passwd");

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _lab.Files.Write("root/etc/passwd", HostPasswd);
        _lab.Files.Write("root/etc/group", HostGroup);
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [RootFact]
    public async Task Run_UsersThatSwappedIds_FilesKeepTheirOwners()
    {
        await _lab.ImportAsync("rocky9", Tree(), build: true);
        var answer = await RunAsync();
        Assert.Equal("991:991 990:990 77:77", Owners());
        Assert.Equal((Merged, HostGroup + "own:x:77:\n"), (Passwd, Read("etc/group")));
        var users = answer.Users!;
        Assert.True(users is { IsNeeded: true, IsWritten: true, Files: 2 });
        Assert.Equal(
            ["root Match", "munge Differ", "slurm Differ", "ada OnlyHost", "own OnlyImage"], users.Users.Select(user => $"{user.Name} {user.State}"));
        Assert.Equal((991u, 990u), (users.Users[1].HostId, users.Users[1].ImageId));
        OnlyTheTree();

        var again = (await RunAsync()).Users!;
        Assert.True(again is { IsNeeded: false, IsWritten: false, Files: 0 });
        Assert.Equal("991:991 990:990 77:77", Owners());
    }

    [RootFact]
    public async Task Run_NoWrite_TellsAndChangesNothing()
    {
        await _lab.ImportAsync("rocky9", Tree());
        var users = (await RunAsync(write: false)).Users!;
        Assert.True(users is { IsNeeded: true, IsWritten: false, Files: 2 });
        Assert.Equal(("990:990 991:991 77:77", ImagePasswd), (Owners(), Passwd));
        OnlyTheTree();
    }

    [RootFact]
    public async Task Run_Build_BuildsWhatWasChanged()
    {
        var before = (await _lab.ImportAsync("rocky9", Tree(), build: true)).Image.Build!;
        var answer = await _lab.Get<ImageUserSync>().RunAsync(new ImageSyncUserRequest(Name) { Build = true }, null, CancellationToken.None);
        Assert.NotEqual(before.Archive, answer.Image.Build!.Archive);
        Assert.Equal(2, answer.Users!.Files);
        Assert.Equal(answer.Image.Build.Archive, (await _lab.BuildAsync("rocky9")).Image.Build!.Archive);
    }

    [RootFact]
    public async Task Build_SyncUser_ChangesTheUsersBefore()
    {
        await _lab.ImportAsync("rocky9", Tree());
        var answer = await _lab.Builder.BuildAsync(new ImageBuildRequest(Name) { SyncUser = true }, null, CancellationToken.None);
        Assert.Equal(2, answer.Users!.Files);
        Assert.Equal("991:991 990:990 77:77", Owners());
        Assert.NotNull(answer.Image.Build);
    }

    [RootFact]
    public async Task Import_SyncUser_ImageHasTheHeadsUsers()
    {
        var answer = await ImportAsync(Tree());
        Assert.Equal((2, true), (answer.Users!.Files, answer.Users.IsWritten));
        Assert.Equal(("991:991 990:990 77:77", Merged), (Owners(), Passwd));
        OnlyTheTree();
    }

    [RootFact]
    public async Task Import_SyncUserOfATreeThatIsInPlace_ChangesItThere()
    {
        Directory.CreateDirectory(Home);
        Directory.Move(Tree(), Path.Combine(Home, "rootfs"));
        var answer = await ImportAsync(Path.Combine(Home, "rootfs"));
        Assert.Equal(2, answer.Users!.Files);
        Assert.Equal("991:991 990:990 77:77", Owners());
        OnlyTheTree();
    }

    [RootFact]
    public async Task Import_SyncUserConflict_KeepsTheOldImageAndNothingOfTheNew()
    {
        var tree = Tree();
        _lab.Files.Write("tree/etc/passwd", ImagePasswd + "taken:x:1000:1000::/:/bin/sh\n");
        var error = await RefusedAsync(() => ImportAsync(tree), ApiErrorCode.Conflict);
        Assert.StartsWith(
            "Image 'rocky9' cannot be imported with the head's users: user 'taken' of the image has the id 1000, which is that of 'ada' on the head.", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Home));
        Assert.Empty(_lab.Catalog.Current.Images);

        var old = await _lab.ImportAsync("rocky9", _lab.Files.Tree("old", motd: "old\n"));
        await RefusedAsync(() => ImportAsync(tree), ApiErrorCode.Conflict);
        Assert.Equal("old\n", Read("etc/motd"));
        Assert.Equal(old.Image, _lab.Catalog.Current.Images[Name]);
        OnlyTheTree();
    }

    [RootFact]
    public async Task Run_Conflict_ChangesNothing()
    {
        _lab.Files.Write("root/etc/group", HostGroup + "wheel:x:77:\n");
        await _lab.ImportAsync("rocky9", Tree());
        var error = await RefusedAsync(() => RunAsync(), ApiErrorCode.Conflict);
        Assert.Equal(
            "Image 'rocky9' cannot get the head's users, and its own stay as they are: group 'own' of the image has the id 77, which is that of 'wheel' on the head. "
            + "Add each of them to the head's passwd or group file, or give it another id in the image.",
            error);
        Assert.Equal(("990:990 991:991 77:77", ImagePasswd), (Owners(), Passwd));
        OnlyTheTree();
    }

    [RootFact]
    public async Task Run_HeadWithoutUsers_SaysSo()
    {
        await _lab.ImportAsync("rocky9", Tree());
        var passwd = _lab.Files.Write("root/etc/passwd", "");
        Assert.EndsWith($"the head's '{passwd}' is empty. Check the file, and sysconfdir in warewulf.conf.", await RefusedAsync(() => RunAsync(), ApiErrorCode.Unavailable), StringComparison.Ordinal);
        File.Delete(passwd);
        Assert.Contains($"the head's '{passwd}' cannot be read", await RefusedAsync(() => RunAsync(), ApiErrorCode.Unavailable), StringComparison.Ordinal);
        Assert.Equal(ImagePasswd, Passwd);
    }

    [Fact]
    public async Task Run_NoSuchImage_SaysSo()
    {
        await RefusedAsync(() => RunAsync(), ApiErrorCode.NotFound);
        Assert.False(Directory.Exists(Home));
    }

    [RootFact]
    public async Task Run_ImageInUse_IsBusy()
    {
        await _lab.ImportAsync("rocky9", Tree());
        using (_lab.Get<ImagePlaces>().Take(Name, "shell"))
        {
            Assert.Contains("another shell works on it", await RefusedAsync(() => RunAsync(), ApiErrorCode.Busy), StringComparison.Ordinal);
        }

        await RunAsync();
    }

    [RootFact]
    public async Task Run_GivenUpWhileItLooks_ChangesNothing()
    {
        await _lab.ImportAsync("rocky9", Tree());
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _lab.Get<ImageUserSync>().RunAsync(new ImageSyncUserRequest(Name), new StageStop("users", stop), stop.Token));
        Assert.Equal(("990:990 991:991 77:77", ImagePasswd), (Owners(), Passwd));
        OnlyTheTree();
        await RunAsync();
    }

    [RootFact]
    public async Task Start_ChangeCutShort_IsDone()
    {
        await CutShortAsync();
        Assert.Equal("991:991 991:991 77:77", Owners());
        new ImageRecovery(_lab.Paths, NullLogger<ImageRecovery>.Instance).Run(_lab.Catalog.Current);
        Assert.Equal(("991:991 990:990 77:77", Merged), (Owners(), Passwd));
        OnlyTheTree();
    }

    [RootFact]
    public async Task Build_ChangeCutShort_IsDoneBefore()
    {
        await CutShortAsync();
        var build = (await _lab.BuildAsync("rocky9")).Image.Build!;
        Assert.Equal(("991:991 990:990 77:77", Merged), (Owners(), Passwd));
        OnlyTheTree();
        Assert.Equal(build.Archive, (await _lab.Get<ImageUserSync>().RunAsync(new ImageSyncUserRequest(Name) { Build = true }, null, CancellationToken.None)).Image.Build!.Archive);
    }

    [RootFact]
    public async Task Start_JournalDamaged_StartsAndTheNextOperationSaysWhatToDo()
    {
        await CutShortAsync();
        var stored = await File.ReadAllBytesAsync(Journal);
        stored[20] ^= 1;
        await File.WriteAllBytesAsync(Journal, stored);
        new ImageRecovery(_lab.Paths, NullLogger<ImageRecovery>.Instance).Run(_lab.Catalog.Current);
        var error = await RefusedAsync(() => _lab.BuildAsync("rocky9"), ApiErrorCode.Unavailable);
        Assert.EndsWith($"and '{Journal}', which says how to end it, is damaged. Remove that file and import the image again.", error, StringComparison.Ordinal);
        File.Delete(Journal);
        await _lab.ImportAsync("rocky9", Tree(), force: true);
    }

    [RootFact]
    public async Task Recover_UnfinishedJournal_GoesAndNothingHappens()
    {
        await _lab.ImportAsync("rocky9", Tree());
        await File.WriteAllTextAsync(Path.Combine(Home, ".users.journal.tmp-0123456789ab"), "half");
        Assert.False(new UserJournal(Home).Recover());
        OnlyTheTree();
    }

    [RootFact]
    public async Task Journal_ChangeThatCannotBeMade_IsTakenBack()
    {
        await _lab.ImportAsync("rocky9", Tree());
        var change = Change();
        Directory.Delete(Path.Combine(Home, "rootfs/etc"), recursive: true);
        await Assert.ThrowsAsync<WarewulfException>(() => new UserJournal(Home).RunAsync(change));
        Assert.Equal("990:990 991:991 77:77", Owners());
        Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName));
    }

    [TmpfsFact]
    public async Task Run_DiskFull_SaysSoAndChangesNothing()
    {
        using var disk = new TmpfsDisk(_lab.Files.Base, "2m");
        Directory.CreateDirectory(Path.GetDirectoryName(_lab.Paths.Chroots)!);
        Directory.CreateSymbolicLink(_lab.Paths.Chroots, disk.Path);
        await _lab.ImportAsync("rocky9", Tree());
        var filler = disk.Fill();
        await RefusedAsync(() => RunAsync(), ApiErrorCode.Unavailable);
        Assert.Equal(("990:990 991:991 77:77", ImagePasswd), (Owners(), Passwd));
        OnlyTheTree();
        File.Delete(filler);
        await RunAsync();
        Assert.Equal("991:991 990:990 77:77", Owners());
    }

    private static ImageName Name => ImageName.Parse("rocky9");

    private static async Task<string> RefusedAsync(Func<Task> action, ApiErrorCode code)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(action);
        Assert.True(code == error.Code, $"{error.Code}: {error.Message}");
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private static string Owner(string path) => Processes.Run("stat", "-c", "%u:%g", path).Trim();

    // A kill after the journal was written and the first file got its new owner.
    private async Task CutShortAsync()
    {
        await _lab.ImportAsync("rocky9", Tree());
        await File.WriteAllBytesAsync(Journal, Change().Write());
        Processes.Run("chown", "991:991", Path.Combine(Home, "rootfs/srv/munge"));
    }

    private UserChange Change()
    {
        var root = Path.Combine(Home, "rootfs");
        using var image = ImageRoot.Open(root);
        return UserPlan.Compare(image, Encoding.UTF8.GetBytes(HostPasswd), Encoding.UTF8.GetBytes(HostGroup)).Prepare(root, null, default).Change;
    }

    private string Tree()
    {
        var tree = _lab.Files.Tree("tree");
        _lab.Files.Write("tree/etc/passwd", ImagePasswd);
        _lab.Files.Write("tree/etc/group", ImageGroup);
        foreach (var (name, id) in ((string, int)[])[("munge", 990), ("slurm", 991), ("own", 77)])
        {
            Processes.Run("chown", $"{id}:{id}", _lab.Files.Write($"tree/srv/{name}", name));
        }

        return tree;
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(Home, "rootfs", path));

    private string Owners() => string.Join(' ', new[] { "munge", "slurm", "own" }.Select(name => Owner(Path.Combine(Home, "rootfs/srv", name))));

    private void OnlyTheTree()
    {
        Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName).Where(name => name != "build.index"));
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(Home, "rootfs/etc")), file => Path.GetFileName(file)[0] == '.');
    }

    private Task<ImageResponse> RunAsync(bool write = true) =>
        _lab.Get<ImageUserSync>().RunAsync(new ImageSyncUserRequest(Name) { DryRun = !write }, null, CancellationToken.None);

    private Task<ImageResponse> ImportAsync(string source) =>
        _lab.Importer.ImportAsync(new ImageImportRequest(Name, source) { SyncUser = true, Force = true }, null, CancellationToken.None);
}

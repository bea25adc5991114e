using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Images.Users;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Images.Users;

[Trait("Suite", "Fast")]
public sealed class UserChangerTests : IDisposable
{
    private static readonly byte[] Capability = [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly UserTree _tree = new(UserTree.Users("root:0 ada:5"), UserTree.Groups("root:0 ada:5"));

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(0x9EDu)]
    [InlineData(0x5EDu)]
    [InlineData(0xDEDu)]
    [InlineData(0x3FFu)]
    [InlineData(0x000u)]
    public void Apply_Permissions_AreKept(uint mode)
    {
        _tree.Add("program", 5, 5, mode);
        Align();
        Assert.Equal(UnixMode.Regular | mode, _tree.Status("program").Mode);
        Assert.Equal(new Owner(50, 50), _tree.Owner("program"));
    }

    [Fact]
    public void Apply_BrokenOffBetweenOwnerAndPermissions_SetsThem()
    {
        _tree.Add("program", 5, 5, 0x9ED);
        var change = Prepare();
        using (var root = TempDirectory.Open(_tree.Root))
        {
            PosixFile.SetOwner(root, "program"u8, 50, 50);
        }

        Assert.Equal(0x1EDu, _tree.Status("program").Mode & UnixMode.PermissionMask);
        UserChanger.Apply(_tree.Root, change);
        Assert.Equal(0x9EDu, _tree.Status("program").Mode & UnixMode.PermissionMask);
    }

    [Fact]
    public void Apply_Capabilities_AreKept()
    {
        _tree.Add("ping", 5, 0, 0x1ED);
        using var root = TempDirectory.Open(_tree.Root);
        Assert.True(PosixAttributes.TrySet(root, "ping"u8, "security.capability", Capability));
        var change = Prepare();
        PosixFile.SetOwner(root, "ping"u8, 50, 0);
        Assert.Null(PosixAttributes.Get(root, "ping"u8, "security.capability"));
        UserChanger.Apply(_tree.Root, UserChange.Read(change.Write())!);
        Assert.Equal(Capability, PosixAttributes.Get(root, "ping"u8, "security.capability"));
    }

    [Fact]
    public void Apply_EverythingThatHasAnOwner_GetsTheNewOne()
    {
        Tool.Shell(_tree.Root, "mkdir d; mkdir -m 2755 d/g; touch f; ln f hard; mkfifo p; mknod n c 1 3; ln -s nowhere l; chown -h 5:5 d d/g f p n l");
        var change = Align();
        Assert.All((string[])["d", "d/g", "f", "hard", "p", "n", "l"], path => Assert.Equal(new Owner(50, 50), _tree.Owner(path)));
        Assert.Equal(0x5EDu, _tree.Status("d/g").Mode & UnixMode.PermissionMask);
        Assert.Equal(7, change.Files);
    }

    [Fact]
    public void Apply_LinksOutOfTheTree_AreNotFollowed()
    {
        Directory.CreateDirectory(_tree.Outside);
        File.WriteAllText(Path.Combine(_tree.Outside, "file"), "x");
        Tool.Shell(_tree.Outside, "chown 5:5 . file");
        Tool.Shell(_tree.Root, $"ln -s {_tree.Outside} dir; ln -s {_tree.Outside}/file file; ln -s /none gone; mkdir inner; touch inner/file; chown -h 5:5 dir file gone inner inner/file");
        var change = Prepare();

        // Between looking and changing, somebody puts links where directories and files were.
        Tool.Shell(_tree.Root, $"rm -r inner; ln -s {_tree.Outside} inner");
        UserChanger.Apply(_tree.Root, change);
        UserChanger.Publish(_tree.Root, change);
        Assert.Equal("5:5\n5:5\n", Tool.Shell(_tree.Outside, "stat -c %u:%g . file"));
        Assert.Equal(new Owner(50, 50), _tree.Owner("dir"));
    }

    [Fact]
    public void Apply_FilesThatAreGone_AreNoReasonToStop()
    {
        Tool.Shell(_tree.Root, "mkdir d; touch d/f f g; chown 5:5 d d/f f g");
        var change = Prepare();
        Tool.Shell(_tree.Root, "rm -r d f; mkdir f");
        UserChanger.Apply(_tree.Root, change);
        Assert.Equal(new Owner(50, 50), _tree.Owner("g"));
        Assert.Equal(new Owner(0, 0), _tree.Owner("f"));
    }

    [Fact]
    public void Publish_PasswdBehindALink_ReplacesWhatTheLinkLeadsTo()
    {
        Directory.CreateDirectory(_tree.Outside);
        File.WriteAllText(Path.Combine(_tree.Outside, "passwd"), "server");
        Tool.Shell(_tree.Root, "mkdir usr; mv etc/passwd usr/passwd; ln -s /usr/passwd etc/passwd; chmod 640 usr/passwd; chown 5:5 usr/passwd");
        Align();
        Assert.Equal("/usr/passwd", new FileInfo(Path.Combine(_tree.Root, "etc/passwd")).LinkTarget);
        Assert.Equal(UserTree.Users("root:0 ada:50"), _tree.Read("usr/passwd"));
        Assert.Equal((0x1A0u, new Owner(50, 50)), (_tree.Status("usr/passwd").Mode & UnixMode.PermissionMask, _tree.Owner("usr/passwd")));
        Assert.Equal("server", File.ReadAllText(Path.Combine(_tree.Outside, "passwd")));
    }

    [Fact]
    public void Publish_AnyBreak_EndsInTheSame()
    {
        var change = Prepare();
        for (var published = 0; published <= change.Texts.Count; published++)
        {
            UserChanger.Apply(_tree.Root, change);
            UserChanger.Publish(_tree.Root, new UserChange([], [.. change.Texts.Take(published)]));
        }

        Assert.Equal((UserTree.Users("root:0 ada:50"), UserTree.Groups("root:0 ada:50")), (_tree.Passwd, _tree.Group));
        UserChanger.Apply(_tree.Root, change);
        UserChanger.Publish(_tree.Root, change);
        Assert.Equal(["group", "passwd"], Directory.EnumerateFiles(Path.Combine(_tree.Root, "etc")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Prepare_FilesWithoutAnOwnersName_AreTold()
    {
        _tree.Add("lost", 50, 51);
        var (_, warnings) = _tree.Compare(Host, UserTree.Groups("root:0 ada:50 new:51")).Prepare(_tree.Root, null, default);
        Assert.Equal(
            [
                "1 files have the user id 50, which has no name in the image: with the head's users they belong to user 'ada'",
                "1 files have the group id 51, which has no name in the image: with the head's users they belong to group 'new'",
            ],
            warnings);
    }

    [Fact]
    public void Prepare_GivenUp_Stops()
    {
        var plan = _tree.Compare(Host, HostGroups);
        Assert.ThrowsAny<OperationCanceledException>(() => plan.Prepare(_tree.Root, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Read_AnyDamage_IsNoticed()
    {
        _tree.Add("f", 5, 5);
        var stored = Prepare().Write();
        Assert.NotNull(UserChange.Read(stored));
        for (var i = 0; i < stored.Length; i++)
        {
            Assert.Null(UserChange.Read(stored[..i]));
            byte[] damaged = [.. stored];
            damaged[i] ^= 1;
            Assert.Null(UserChange.Read(damaged));
        }
    }

    private static string Host => UserTree.Users("root:0 ada:50");

    private static string HostGroups => UserTree.Groups("root:0 ada:50");

    private UserChange Prepare() => _tree.Prepare(Host, HostGroups);

    private UserChange Align() => _tree.Align(Host, HostGroups);
}

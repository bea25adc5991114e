using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>However an import ends, the tree is the one that the catalog names.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageImportCrashTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private SiloLab _lab = null!;

    private string Home => Path.Combine(_lab.Paths.Chroots, "rocky9");

    private string Motd => File.ReadAllText(Path.Combine(Home, "rootfs/etc/motd"));

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Import_FirstKilledBeforeTheCommit_IsAsIfItHadNeverBeen()
    {
        await KilledAsync(first: true, committed: false);
        Assert.Equal("first\n", Motd);
        using var catalog = await RestartedAsync();
        Assert.Empty(catalog.Current.Images);
        Assert.False(Directory.Exists(Home));
        Assert.Equal("first\n", await ImportedAsync(catalog, "first"));
    }

    [Fact]
    public async Task Import_FirstKilledAfterTheCommit_IsDone()
    {
        await KilledAsync(first: true, committed: true);
        using var catalog = await RestartedAsync();
        Assert.Equal("first\n", Motd);
        AssertOnlyTheTree();
        Assert.NotNull((await Builder(catalog).BuildAsync(new ImageBuildRequest(ImageName.Parse("rocky9")), null, CancellationToken.None)).Image.Build);
    }

    [Fact]
    public async Task Import_ForceKilledBeforeTheCommit_KeepsTheTreeThatTheCatalogNames()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("first", motd: "first\n"));
        await KilledAsync(first: false, committed: false);
        Assert.Equal("second\n", Motd);
        using var catalog = await RestartedAsync();
        Assert.EndsWith("/first", Assert.Single(catalog.Current.Images).Value.Source, StringComparison.Ordinal);
        Assert.Equal("first\n", Motd);
        AssertOnlyTheTree();
    }

    [Fact]
    public async Task Import_ForceKilledAfterTheCommit_IsDone()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("first", motd: "first\n"));
        await KilledAsync(first: false, committed: true);
        using var catalog = await RestartedAsync();
        Assert.EndsWith("/second", Assert.Single(catalog.Current.Images).Value.Source, StringComparison.Ordinal);
        Assert.Equal("second\n", Motd);
        AssertOnlyTheTree();
    }

    [Fact]
    public async Task Import_ForceOverATreeNobodyImportedKilledBeforeTheCommit_PutsThatTreeBack()
    {
        _lab.Files.Write("root/var/lib/warewulf/chroots/rocky9/rootfs/etc/motd", "brought along\n");
        await KilledAsync(first: false, committed: false);
        using var catalog = await RestartedAsync();
        Assert.Equal("brought along\n", Motd);
        AssertOnlyTheTree();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_StoredButTheAnswerLost_Succeeds(bool replaces)
    {
        if (replaces)
        {
            await _lab.ImportAsync("rocky9", _lab.Files.Tree("first", motd: "first\n"));
        }

        _lab.Store.LoseAnswers = true;
        var response = await _lab.ImportAsync("rocky9", _lab.Files.Tree("second", motd: "second\n"), force: true);
        Assert.Equal(response.Revision, _lab.Catalog.Current.Revision);
        Assert.Equal("second\n", Motd);
        AssertOnlyTheTree();
    }

    [Theory]
    [InlineData(true, "second\n")]
    [InlineData(false, "first\n")]
    public async Task Import_ForceAndNobodyKnowsHowItEnded_IsSettledByTheNextBuild(bool stored, string expected)
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("first", motd: "first\n"));
        await UnknownAsync(stored);
        await Assert.ThrowsAsync<WarewulfException>(() => _lab.BuildAsync("rocky9"));

        Answer();
        await _lab.BuildAsync("rocky9");
        Assert.Equal(expected, Motd);
        AssertOnlyTheTree();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_FirstAndNobodyKnowsHowItEnded_IsSettledByTheNextImport(bool stored)
    {
        await UnknownAsync(stored);
        Answer();
        if (stored)
        {
            var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.ImportAsync("rocky9", _lab.Files.Tree("third", motd: "third\n")));
            Assert.Equal(ApiErrorCode.Conflict, error.Code);
            Assert.Equal("second\n", Motd);
        }
        else
        {
            await _lab.ImportAsync("rocky9", _lab.Files.Tree("third", motd: "third\n"));
            Assert.Equal("third\n", Motd);
        }

        AssertOnlyTheTree();
        Assert.Single(_lab.Catalog.Current.Images);
    }

    [Theory]
    [InlineData(true, "second\n")]
    [InlineData(false, "first\n")]
    public async Task Import_NobodyKnowsHowItEnded_IsSettledByTheNextStart(bool stored, string expected)
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("first", motd: "first\n"));
        await UnknownAsync(stored);
        Answer();
        using var catalog = await RestartedAsync();
        Assert.Equal(expected, Motd);
        AssertOnlyTheTree();
    }

    private void AssertOnlyTheTree() => Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName).Where(name => name != "build.index"));

    // An import that comes as far as the commit and never any further, as when the head is killed there.
    private async Task KilledAsync(bool first, bool committed)
    {
        var reached = new TaskCompletionSource();
        Task Stop()
        {
            (_lab.Store.BeforeAppend, _lab.Store.AfterAppend) = (null, null);
            reached.TrySetResult();
            return new TaskCompletionSource().Task;
        }

        (_lab.Store.BeforeAppend, _lab.Store.AfterAppend) = committed ? ((Func<Task>?)null, (Func<Task>?)Stop) : (Stop, null);
        var name = first ? "first" : "second";
        var import = _lab.ImportAsync("rocky9", _lab.Files.Tree(name, motd: $"{name}\n"), force: !first);
        await Task.WhenAny(import, reached.Task).WaitAsync(Patience);
        Assert.False(import.IsCompleted);
    }

    private async Task UnknownAsync(bool stored)
    {
        (_lab.Store.RefuseReads, _lab.Store.LoseAnswers, _lab.Store.RefuseAppends) = (true, stored, !stored);
        var error = await Assert.ThrowsAsync<WarewulfException>(
            () => _lab.ImportAsync("rocky9", _lab.Files.Tree("second", motd: "second\n"), force: true));
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.StartsWith("Whether image 'rocky9' was imported is not known", error.Message, StringComparison.Ordinal);
    }

    private void Answer() => (_lab.Store.RefuseReads, _lab.Store.LoseAnswers, _lab.Store.RefuseAppends) = (false, false, false);

    private async Task<CatalogService> RestartedAsync()
    {
        var catalog = await _lab.OtherHeadAsync();
        new ImageRecovery(_lab.Paths, NullLogger<ImageRecovery>.Instance).Run(catalog.Current);
        return catalog;
    }

    private ImageImporter Service(CatalogService catalog) =>
        new(
            catalog,
            new ImagePlaces(catalog, _lab.Paths),
            _lab.Get<HeadUsers>(),
            Builder(catalog),
            _lab.Get<ImportSources>(),
            _lab.Paths,
            _lab.Ids,
            _lab.Time,
            NullLogger<ImageImporter>.Instance);

    private ImageBuilder Builder(CatalogService catalog) =>
        new(
            catalog, new ImagePlaces(catalog, _lab.Paths), _lab.Get<HeadUsers>(), _lab.Blobs, _lab.Get<BlobCopies>(), _lab.Paths, _lab.Time, NullLogger<ImageBuilder>.Instance);

    private async Task<string> ImportedAsync(CatalogService catalog, string tree)
    {
        var request = new ImageImportRequest(ImageName.Parse("rocky9"), Path.Combine(_lab.Files.Base, tree));
        await Service(catalog).ImportAsync(request, null, CancellationToken.None);
        return Motd;
    }
}

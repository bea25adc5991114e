using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>A head with one image, on which it is copied, renamed and deleted, and killed meanwhile.</summary>
internal sealed class ImageChangeLab : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ImageChangeLab(SiloLab silo) => Silo = silo;

    public SiloLab Silo { get; }

    /// <summary>The trees that there are, by name and content.</summary>
    public string Trees => string.Join(' ', Directory.EnumerateDirectories(Silo.Paths.Chroots).Order(StringComparer.Ordinal)
        .Select(home => $"{Path.GetFileName(home)}={File.ReadAllText(Path.Combine(home, "rootfs/etc/motd")).Trim()}"));

    /// <summary>The images that the catalog knows.</summary>
    public string Images => string.Join(' ', Silo.Catalog.Current.Images.Keys);

    public static async Task<ImageChangeLab> CreateAsync()
    {
        var lab = new ImageChangeLab(await SiloLab.CreateAsync());
        await lab.Silo.ImportAsync("rocky9", lab.Silo.Files.Tree("tree", motd: "first\n"), build: true);
        return lab;
    }

    public string Home(string image) => Path.Combine(Silo.Paths.Chroots, image);

    public Task<CommitResponse> RenameAsync(string from, string to, Func<ImageRenameRequest, ImageRenameRequest>? change = null)
    {
        var request = new ImageRenameRequest(ImageName.Parse(from), ImageName.Parse(to));
        return Silo.Get<ImageMover>().RenameAsync(change?.Invoke(request) ?? request, CancellationToken.None);
    }

    public Task<CommitResponse> DeleteAsync(params string[] names) => DeleteAsync(false, names);

    public Task<CommitResponse> DeleteAsync(bool dryRun, params string[] names) =>
        Silo.Get<ImageRemover>().DeleteAsync(new ImageDeleteRequest(names) { DryRun = dryRun }, CancellationToken.None);

    public Task<ImageResponse> CopyAsync(string from, string to, bool build = false) =>
        Silo.Get<ImageCopier>().CopyAsync(new ImageCopyRequest(ImageName.Parse(from), ImageName.Parse(to)) { Build = build }, null, CancellationToken.None);

    /// <summary>Does something as far as the commit and never any further, as when the head is killed there.</summary>
    public async Task KilledAsync(Func<Task> operation, bool committed)
    {
        var reached = new TaskCompletionSource();
        Task Stop()
        {
            (Silo.Store.BeforeAppend, Silo.Store.AfterAppend) = (null, null);
            reached.TrySetResult();
            return new TaskCompletionSource().Task;
        }

        (Silo.Store.BeforeAppend, Silo.Store.AfterAppend) = committed ? ((Func<Task>?)null, (Func<Task>?)Stop) : (Stop, null);
        var running = operation();
        await Task.WhenAny(running, reached.Task).WaitAsync(Patience);
        Assert.False(running.IsCompleted, running.Exception?.ToString());
    }

    /// <summary>Starts another head over what there is.</summary>
    public async Task<CatalogService> RestartedAsync()
    {
        var catalog = await Silo.OtherHeadAsync();
        new ImageRecovery(Silo.Paths, NullLogger<ImageRecovery>.Instance).Run(catalog.Current);
        return catalog;
    }

    /// <summary>Makes the store fall silent at the commit.</summary>
    public void FallSilent(bool stored) => (Silo.Store.RefuseReads, Silo.Store.LoseAnswers, Silo.Store.RefuseAppends) = (true, stored, !stored);

    /// <summary>Makes it answer again.</summary>
    public void Answer() => (Silo.Store.RefuseReads, Silo.Store.LoseAnswers, Silo.Store.RefuseAppends) = (false, false, false);

    /// <summary>Nothing of an operation is left beside the trees.</summary>
    public void AssertNoMarks() => Assert.DoesNotContain(
        Directory.EnumerateDirectories(Silo.Paths.Chroots).SelectMany(Directory.EnumerateFileSystemEntries).Select(Path.GetFileName),
        name => name!.Contains("rootfs.", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}

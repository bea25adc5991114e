using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Site;
using Warewulf.Core.Validation;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>Runs commands inside images, and builds the images afterwards.</summary>
internal sealed partial class ImageSessions
{
    private const string ReadOnlyMark = "readonly";
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string[] ExitScripts = ["/etc/warewulf/image_exit.sh", "/etc/warewulf/container_exit.sh"];

    private readonly CatalogService _catalog;
    private readonly ImagePlaces _places;
    private readonly ImageBuilder _builder;
    private readonly SessionRunner _runner;
    private readonly HeadUsers _users;
    private readonly OverlayArtifacts _overlays;
    private readonly OverlayStore _archives;
    private readonly SitePaths _paths;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<ImageSessions> _logger;

    public ImageSessions(
        CatalogService catalog,
        ImagePlaces places,
        ImageBuilder builder,
        SessionRunner runner,
        HeadUsers users,
        OverlayArtifacts overlays,
        OverlayStore archives,
        SitePaths paths,
        IdSource ids,
        TimeProvider time,
        ILogger<ImageSessions> logger)
    {
        _catalog = catalog;
        _places = places;
        _builder = builder;
        _runner = runner;
        _users = users;
        _overlays = overlays;
        _archives = archives;
        _paths = paths;
        _ids = ids;
        _time = time;
        _logger = logger;
    }

    /// <summary>Runs a command, the image's exit script after it, and builds the image.</summary>
    /// <param name="request">What to run and where.</param>
    /// <param name="peer">Who asks.</param>
    /// <param name="cancellationToken">Ends all of it.</param>
    /// <exception cref="WarewulfException">It cannot be run, or it failed. The image is then not built.</exception>
    public async Task RunAsync(ImageSessionRequest request, SessionPeer peer, CancellationToken cancellationToken)
    {
        SessionRequests.Check(request);
        using var held = _places.Take(request.Name, "shell");
        await _places.SettledAsync(request.Name, cancellationToken);
        var catalog = _catalog.Current;
        var root = _paths.ImageRoot(request.Name);
        if (!catalog.Images.TryGetValue(request.Name, out var image) || !Directory.Exists(root))
        {
            throw WarewulfException.NotFound(
                $"Nothing can be run in image '{request.Name}': there is none of that name. Import it with 'wwctl image import {request.Name} DIR'.");
        }

        var isReadOnly = Path.Exists(Path.Combine(Path.GetDirectoryName(root)!, ReadOnlyMark));
        var before = ImageAccounts.Stamp(root);
        await RunAsync(request, peer, catalog, root, isReadOnly, cancellationToken);
        if (isReadOnly || request.Node is not null)
        {
            return;
        }

        if (request.SyncUser && ImageAccounts.Stamp(root) != before)
        {
            foreach (var warning in (await _users.AlignAsync(request.Name, write: true, null, cancellationToken)).Warnings)
            {
                await peer.WarnAsync(warning, cancellationToken);
            }
        }

        if (request.Build)
        {
            await BuildAsync(image, request, peer, cancellationToken);
        }
    }

    private async Task RunAsync(
        ImageSessionRequest request, SessionPeer peer, Catalog catalog, string root, bool isReadOnly, CancellationToken cancellationToken)
    {
        var work = Prepare(request.Name, root);
        try
        {
            var plan = SessionRequests.Plan(request, root, work.Path, catalog.Site) with
            {
                ReadOnly = isReadOnly,
                Overlays = request.Node is { } node ? await UnpackAsync(catalog, node, root, work, cancellationToken) : null,
            };
            var command = request.Command.Count > 0 ? Names.Printable(string.Join(' ', request.Command)) : "a shell";
            LogStarted(request.Name, request.Author ?? "somebody", command);
            var started = _time.GetTimestamp();
            var code = await _runner.RunAsync(plan, request.Window, peer, takesInput: true, cancellationToken);
            LogEnded(request.Name, command, code, _time.GetElapsedTime(started).TotalSeconds);
            await peer.ExitAsync(code, cancellationToken);
            Require(code, $"The command in image '{request.Name}'", request);
            if (ExitScript(root) is { } script)
            {
                code = await _runner.RunAsync(plan with { Commands = [["/bin/sh", script]] }, null, peer, takesInput: false, cancellationToken);
                Require(code, $"The exit script '{script}' of image '{request.Name}'", request);
            }
        }
        finally
        {
            Remove(work);
        }
    }

    private static void Require(int code, string what, ImageSessionRequest request)
    {
        if (code != 0)
        {
            throw WarewulfException.Conflict($"{what} ended with exit code {code}.{(request.Build ? " The image was not built." : "")}");
        }
    }

    private static string? ExitScript(string root)
    {
        using var image = ImageRoot.Open(root);
        return ExitScripts.FirstOrDefault(script => image.Find(script) is { IsFile: true });
    }

    private SessionWork Prepare(ImageName name, string root)
    {
        try
        {
            return SessionWork.Make(Path.GetDirectoryName(root)!, _ids.Next());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"Nothing can be run in image '{name}': {Storage.DiskProblem.Describe(e)}", e);
        }
    }

    private void Remove(SessionWork work)
    {
        try
        {
            work.Remove();
        }
        catch (Exception e) when (e is WarewulfException or IOException)
        {
            LogLeft(work.Path, e.Message);
        }
    }

    private async Task<string> UnpackAsync(Catalog catalog, NodeName name, string root, SessionWork work, CancellationToken cancellationToken)
    {
        var node = catalog.Index.Find(name)
            ?? throw WarewulfException.NotFound($"There is no node '{name}' whose overlays could be shown. See 'wwctl node list'.");
        var directory = Directory.CreateDirectory(Path.Combine(work.Path, "overlays"), ForAll).FullName;
        using var image = ImageRoot.Open(root);
        foreach (var kind in OverlayKinds.All)
        {
            var artifact = await _overlays.GetAsync(catalog, node, kind, cancellationToken);
            using var archive = new MemoryStream(_archives.Read(artifact), writable: false);
            await Task.Run(() => OverlayUnpacker.Unpack(archive, image, directory, cancellationToken), cancellationToken);
        }

        return directory;
    }

    private async Task BuildAsync(ImageConfig image, ImageSessionRequest request, SessionPeer peer, CancellationToken cancellationToken)
    {
        var result = await ProgressFeed.RunAsync(
            progress =>
            {
                progress.Report(new ImageProgress("building"));
                return _builder.BuildAsync(image, request.Author, [], progress, cancellationToken);
            },
            progress => peer.AnswerAsync(new ImageAnswer { Progress = progress }, cancellationToken),
            _time,
            cancellationToken);
        await peer.AnswerAsync(new ImageAnswer { Result = result }, cancellationToken);
    }
}

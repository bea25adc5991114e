using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Users;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Images;

/// <summary>Brings the users and groups of images into step with those of the head.</summary>
internal sealed partial class HeadUsers
{
    private readonly SitePaths _paths;
    private readonly TimeProvider _time;
    private readonly ILogger<HeadUsers> _logger;

    public HeadUsers(SitePaths paths, TimeProvider time, ILogger<HeadUsers> logger)
    {
        _paths = paths;
        _time = time;
        _logger = logger;
    }

    /// <summary>Gives the users and groups of an image the ids they have on the head. The caller holds the image's lock.</summary>
    /// <param name="name">The image.</param>
    /// <param name="write">Whether the image is changed, and not only compared.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing was changed.</param>
    /// <returns>How they stand, and what the admin should know.</returns>
    /// <exception cref="WarewulfException">They cannot be brought into step; nothing was changed.</exception>
    public async Task<(ImageUserReport Report, IReadOnlyList<string> Warnings)> AlignAsync(
        ImageName name, bool write, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        var root = _paths.ImageRoot(name);
        var started = _time.GetTimestamp();
        try
        {
            var (plan, change, warnings) = await Task.Run(() => Prepare(root, progress, cancellationToken), cancellationToken);
            if (write && !change.IsEmpty)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await new UserJournal(Path.GetDirectoryName(root)!).RunAsync(change);
                LogAligned(name, change.Files, _time.GetElapsedTime(started).TotalSeconds);
            }

            return (plan.Report with { IsWritten = write && !change.IsEmpty, Files = change.Files }, warnings);
        }
        catch (WarewulfException e)
        {
            throw new WarewulfException(e.Code, $"Image '{name}' cannot get the head's users, and its own stay as they are: {e.Message}", e);
        }
    }

    /// <summary>As <see cref="AlignAsync"/>, for a new tree that nobody has yet: when that fails its maker discards it.</summary>
    /// <param name="name">The image that it is to be.</param>
    /// <param name="root">The tree.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public (ImageUserReport Report, IReadOnlyList<string> Warnings) AlignNew(
        ImageName name, string root, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var (plan, change, warnings) = Prepare(root, progress, cancellationToken);
            if (!change.IsEmpty)
            {
                UserChanger.Apply(root, change);
                UserChanger.Publish(root, change);
            }

            return (plan.Report with { IsWritten = !change.IsEmpty, Files = change.Files }, warnings);
        }
        catch (WarewulfException e)
        {
            throw new WarewulfException(
                e.Code, $"Image '{name}' cannot be imported with the head's users: {e.Message} Without --syncuser it can be imported, and changed.", e);
        }
    }

    private static byte[] Read(string path)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"the head's '{path}' cannot be read: {e.Message} Check the file, and sysconfdir in warewulf.conf.", e);
        }

        // An empty file is more likely damage than a head without users.
        return content.Length > 0
            ? content
            : throw new WarewulfException(ApiErrorCode.Unavailable, $"the head's '{path}' is empty. Check the file, and sysconfdir in warewulf.conf.");
    }

    private (UserPlan Plan, UserChange Change, IReadOnlyList<string> Warnings) Prepare(
        string root, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        var (passwd, group) = (Read(_paths.Passwd), Read(_paths.Group));
        using var image = ImageRoot.Open(root);
        var plan = UserPlan.Compare(image, passwd, group);
        var (change, warnings) = plan.Prepare(root, StageProgress.Of("users", progress), cancellationToken);
        return (plan, change, [.. plan.Warnings, .. warnings]);
    }
}

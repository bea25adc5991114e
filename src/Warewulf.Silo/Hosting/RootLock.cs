using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Hosting;

/// <summary>
/// Keeps two heads from living below one root: they would take each other's socket and clean up each other's imports. The kernel lets the
/// lock go when the process ends, however it ends.
/// </summary>
internal sealed class RootLock : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _file;

    private RootLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="WarewulfException">Busy: another head has it; Unavailable: the directory cannot be used.</exception>
    public static RootLock Take(SitePaths paths)
    {
        var file = Path.Combine(paths.State, "warewulfd.lock");
        try
        {
            Directory.CreateDirectory(paths.State);
            return new RootLock(new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = OwnerOnly,
            }));
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new WarewulfException(
                ApiErrorCode.Busy,
                $"Another warewulfd works below '{paths.Root}/': it holds '{file}'. Stop it first, or give this one a directory of its own with --root.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"The directory '{paths.State}' cannot be used: {e.Message} Run warewulfd as root.", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}

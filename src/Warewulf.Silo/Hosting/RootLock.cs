using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Site;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Hosting;

/// <summary>
/// Keeps two heads from living below one root: they would take each other's socket and clean up each other's imports. The kernel lets the
/// lock go when the process ends, however it ends.
/// </summary>
internal sealed class RootLock : IAsyncDisposable
{
    private readonly FileStream _file;

    private RootLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="WarewulfException">Busy: another head has it; Unavailable: the directory cannot be used.</exception>
    public static RootLock Take(SitePaths paths)
    {
        var file = Path.Combine(paths.State, "warewulfd.lock");
        try
        {
            return new RootLock(LockFile.Take(file));
        }
        catch (IOException e) when (LockFile.IsHeld(e))
        {
            throw new WarewulfException(
                ApiErrorCode.Busy,
                $"Another warewulfd works below '{paths.Root}/': it holds '{file}'. Stop it first, or give this one a directory of its own with --root.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"The directory '{paths.State}' cannot be used: {DiskProblem.Describe(e)}", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}

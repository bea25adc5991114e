using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images.Users;

namespace Warewulf.Silo.Images;

/// <summary>
/// The file beside an image's tree that says what a change of users is to end in. It is on disk before the first file gets another owner and until
/// the last has it, so that a change cut short is brought to its end by whatever works on the image next.
/// </summary>
internal sealed class UserJournal
{
    private const string Name = "users.journal";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _home;
    private readonly string _root;
    private readonly string _path;

    /// <summary>Names the file of an image.</summary>
    /// <param name="home">The image's directory.</param>
    public UserJournal(string home)
    {
        _home = home;
        _root = Path.Combine(home, "rootfs");
        _path = Path.Combine(home, Name);
    }

    /// <summary>Makes a change. Once it has begun nobody gives it up; when it cannot be made, all is as before.</summary>
    /// <exception cref="WarewulfException">It cannot be made.</exception>
    public async Task RunAsync(UserChange change)
    {
        try
        {
            await DurableFile.WriteAsync(_path, OwnerOnly, change.Write(), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"'{_path}' cannot be written: {e.Message} Check the disk and the directory's permissions, and try again.", e);
        }

        await Task.Run(() => Finish(change), CancellationToken.None);
    }

    /// <summary>Brings a change to its end that was cut short.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="WarewulfException">That cannot be done.</exception>
    public bool Recover()
    {
        if (!Directory.Exists(_home))
        {
            return false;
        }

        foreach (var leftover in Directory.EnumerateFiles(_home, $".{Name}{DurableFile.TemporaryMarker}*"))
        {
            File.Delete(leftover);
        }

        if (!File.Exists(_path))
        {
            return false;
        }

        Finish(UserChange.Read(File.ReadAllBytes(_path)) ?? throw new WarewulfException(
            ApiErrorCode.Unavailable,
            $"A change of the users in '{_root}' was cut short, and '{_path}', which says how to end it, is damaged. Remove that file and import the image again."));
        return true;
    }

    private void Finish(UserChange change)
    {
        if (Directory.Exists(_root))
        {
            try
            {
                UserChanger.Apply(_root, change);
            }
            catch (WarewulfException)
            {
                UserChanger.Undo(_root, change);
                Remove();
                throw;
            }

            UserChanger.Publish(_root, change);
        }

        Remove();
    }

    private void Remove()
    {
        File.Delete(_path);
        DurableFile.SyncDirectory(_home);
    }
}

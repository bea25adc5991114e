using Warewulf.Core.Api;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images.Users;

/// <summary>
/// Does to a tree what a <see cref="UserChange"/> says. Whoever calls this keeps the change on disk from before <see cref="Apply"/> until after
/// <see cref="Publish"/>, and after a crash does both again. Nothing outside the tree is touched and no symbolic link is followed.
/// </summary>
public static class UserChanger
{
    /// <summary>Gives files their new owners, and writes the new account files beside the old ones.</summary>
    /// <param name="directory">The root directory of the image.</param>
    /// <param name="change">What is to be.</param>
    /// <exception cref="WarewulfException">It cannot be done; <see cref="Undo"/> puts back what was.</exception>
    public static void Apply(string directory, UserChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!PosixFile.IsRoot)
        {
            throw new WarewulfException(ApiErrorCode.Forbidden, $"Cannot change the owners of files in '{directory}': that needs root. Run the server as root.");
        }

        using var root = ImageTreeErrors.OpenRoot(directory);
        ImageTree.Guard("change the owners of files in", directory, () =>
        {
            using var owners = new OwnerWriter(root);
            foreach (var owner in change.Owners)
            {
                owners.Set(owner, owner.After);
            }

            var texts = new AccountTexts(root);
            foreach (var text in change.Texts)
            {
                texts.Stage(text);
            }

            PosixFile.SyncFileSystem(root);
        });
    }

    /// <summary>Puts the new account files into place: from here on the image has the head's users.</summary>
    /// <exception cref="WarewulfException">That cannot be done now; it may be tried again, after <see cref="Apply"/>.</exception>
    public static void Publish(string directory, UserChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        using var root = ImageTreeErrors.OpenRoot(directory);
        ImageTree.Guard("put the new account files into", directory, () =>
        {
            var texts = new AccountTexts(root);
            foreach (var text in change.Texts)
            {
                texts.Publish(text);
            }
        });
    }

    /// <summary>Takes back what <see cref="Apply"/> did, as far as it came.</summary>
    /// <exception cref="WarewulfException">That cannot be done now.</exception>
    public static void Undo(string directory, UserChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        using var root = ImageTreeErrors.OpenRoot(directory);
        ImageTree.Guard("give files back to their owners in", directory, () =>
        {
            using var owners = new OwnerWriter(root);
            foreach (var owner in change.Owners)
            {
                owners.Set(owner, owner.Before);
            }

            var texts = new AccountTexts(root);
            foreach (var text in change.Texts)
            {
                texts.Discard(text);
            }

            PosixFile.SyncFileSystem(root);
        });
    }
}

using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images.Users;

/// <summary>Sets owners in a tree. Programs keep setuid and setgid bits and capabilities, which the system clears when their owner changes.</summary>
internal sealed class OwnerWriter(SafeFileHandle root) : IDisposable
{
    private const uint SpecialBits = 0xC00;

    private readonly DirectoryCursor _cursor = new(root);

    /// <summary>Sets an owner. What is no longer there, or is something else now, is left alone.</summary>
    internal void Set(OwnerChange change, Owner owner)
    {
        SafeFileHandle parent;
        try
        {
            parent = _cursor.Open(change.Path.Parent);
        }
        catch (PosixException e) when (e.Errno is Errno.NotFound or Errno.NotADirectory or Errno.TooManyLinks)
        {
            return;
        }

        var name = change.Path.FileName;
        if (PosixFile.TryStatus(parent, name) is not { } status || !UnixMode.Is(status.Mode, change.Mode & UnixMode.TypeMask))
        {
            return;
        }

        var isDone = new Owner(status.Uid, status.Gid) == owner && status.Mode == change.Mode && change.Capability.Length == 0;
        if (isDone)
        {
            return;
        }

        if (!status.IsRegular || ((change.Mode & SpecialBits) == 0 && change.Capability.Length == 0))
        {
            PosixFile.SetOwner(parent, name, owner.Uid, owner.Gid);
            return;
        }

        using var file = PosixFile.Open(parent, name, OpenFlags.InnerFile);
        PosixFile.SetOwner(file, owner.Uid, owner.Gid);
        PosixFile.SetMode(file, change.Mode & UnixMode.PermissionMask);
        if (change.Capability.Length > 0 && !PosixAttributes.TrySet(parent, name, OwnerWalk.Capability, change.Capability))
        {
            throw new PosixException("setxattr", Errno.NotPermitted, change.Path);
        }
    }

    public void Dispose() => _cursor.Dispose();
}

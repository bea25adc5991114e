using Microsoft.Win32.SafeHandles;

namespace Warewulf.Core.Archives.Posix;

/// <summary>
/// Opens directories of a tree by path, component by component and never through a symbolic link, and keeps the chain to the last one
/// open: neighbours in a walk share it. The root handle stays the caller's.
/// </summary>
internal sealed class DirectoryCursor(SafeFileHandle root) : IDisposable
{
    private readonly List<(byte[] Name, SafeFileHandle Handle)> _chain = [];

    /// <summary>The directory at <paramref name="path"/>, valid until the next call.</summary>
    /// <param name="path">A path of plain components; empty for the root.</param>
    /// <param name="create">Whether missing directories are made, with mode 0755.</param>
    /// <exception cref="PosixException">A component is missing or no directory.</exception>
    internal SafeFileHandle Open(BytePath path, bool create = false)
    {
        var depth = 0;
        if (!path.IsEmpty)
        {
            foreach (var range in path.Bytes.Split((byte)'/'))
            {
                var name = path.Bytes[range];
                if (depth < _chain.Count && !name.SequenceEqual(_chain[depth].Name))
                {
                    CloseFrom(depth);
                }

                if (depth == _chain.Count)
                {
                    var parent = depth == 0 ? root : _chain[depth - 1].Handle;
                    _chain.Add((name.ToArray(), OpenChild(parent, name, create)));
                }

                depth++;
            }
        }

        CloseFrom(depth);
        return depth == 0 ? root : _chain[depth - 1].Handle;
    }

    public void Dispose() => CloseFrom(0);

    private static SafeFileHandle OpenChild(SafeFileHandle parent, ReadOnlySpan<byte> name, bool create)
    {
        if (create && PosixFile.TryStatus(parent, name) is null)
        {
            PosixFile.MakeDirectory(parent, name, 0x1ED);
            var made = PosixFile.Open(parent, name, OpenFlags.InnerDirectory);
            PosixFile.SetMode(made, 0x1ED);
            return made;
        }

        return PosixFile.Open(parent, name, OpenFlags.InnerDirectory);
    }

    private void CloseFrom(int depth)
    {
        for (var i = _chain.Count - 1; i >= depth; i--)
        {
            _chain[i].Handle.Dispose();
            _chain.RemoveAt(i);
        }
    }
}

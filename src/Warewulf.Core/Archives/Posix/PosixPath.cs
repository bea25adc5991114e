using System.Runtime.InteropServices;

namespace Warewulf.Core.Archives.Posix;

/// <summary>A NUL-terminated copy of a name for the duration of one call.</summary>
internal readonly unsafe ref struct PosixPath
{
    private readonly byte* _memory;

    internal PosixPath(scoped ReadOnlySpan<byte> name)
    {
        if (name.Contains((byte)0))
        {
            throw new ArgumentException("A file name cannot hold a NUL.", nameof(name));
        }

        _memory = (byte*)NativeMemory.Alloc((nuint)name.Length + 1);
        name.CopyTo(new Span<byte>(_memory, name.Length));
        _memory[name.Length] = 0;
    }

    internal byte* Pointer => _memory;

    public void Dispose() => NativeMemory.Free(_memory);
}

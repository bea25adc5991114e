using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images.Sessions;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>A terminal of the kernel: what is written here are keys, what is read here is what programs write on it.</summary>
internal sealed unsafe class Pseudoterminal : IDisposable
{
    private const int LongestName = 256;

    private readonly SafeFileHandle _master;
    private readonly SafeFileHandle _slave;
    private readonly FileStream _reader;
    private readonly FileStream _writer;

    private Pseudoterminal(SafeFileHandle master, SafeFileHandle slave, string name)
    {
        _master = master;
        _slave = slave;
        Name = name;
        _reader = new FileStream(new SafeFileHandle(master.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, bufferSize: 0);
        _writer = new FileStream(new SafeFileHandle(master.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 0);
    }

    /// <summary>The path of the end that programs open.</summary>
    public string Name { get; }

    /// <summary>Makes a terminal.</summary>
    /// <exception cref="WarewulfException">Unavailable: the system has none left.</exception>
    public static Pseudoterminal Open(WindowSize size)
    {
        const int Flags = SystemCalls.OpenReadWrite | SystemCalls.OpenNoControllingTerminal | SystemCalls.OpenCloseOnExec;
        var master = Handle(SystemCalls.OpenTerminalMaster(Flags));
        try
        {
            var buffer = stackalloc byte[LongestName];
            Check(SystemCalls.GrantTerminal(master));
            Check(SystemCalls.UnlockTerminal(master));
            Check(SystemCalls.TerminalName(master, buffer, LongestName));
            var name = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
            var terminal = new Pseudoterminal(master, Handle(SystemCalls.Open(name, Flags, 0)), name);
            terminal.Resize(size);
            return terminal;
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    /// <summary>Gives it another size; programs that run on it are told by the kernel.</summary>
    public void Resize(WindowSize size)
    {
        var sizes = stackalloc ushort[] { size.Rows, size.Columns, 0, 0 };
        Check(SystemCalls.Control(_master, SystemCalls.SetWindowSize, sizes));
    }

    /// <summary>Reads what was written on it.</summary>
    /// <returns>How many bytes; 0 once nobody has it open any more.</returns>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return _reader.Read(buffer);
        }
        catch (IOException)
        {
            // That is how the kernel says that nobody is left.
            return 0;
        }
    }

    /// <summary>Types. Waits while nobody reads.</summary>
    /// <exception cref="IOException">Nobody has it open any more.</exception>
    public void Write(ReadOnlySpan<byte> keys) => _writer.Write(keys);

    /// <summary>Lets go of the end that programs have: without them, reading ends.</summary>
    public void Leave() => _slave.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _slave.Dispose();
        _reader.Dispose();
        _writer.Dispose();
        _master.Dispose();
    }

    private static SafeFileHandle Handle(int file)
    {
        Check(file);
        return new SafeFileHandle(file, ownsHandle: true);
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"The head cannot make a terminal: {Marshal.GetLastPInvokeErrorMessage()}. Check /dev/pts on it, or run the command without a terminal.");
        }
    }
}

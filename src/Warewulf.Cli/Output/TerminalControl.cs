using System.Runtime.InteropServices;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images.Sessions;

namespace Warewulf.Cli.Output;

/// <summary>The terminal at standard input, taken over; given back also when a signal ends the process.</summary>
internal sealed unsafe partial class TerminalControl : ITerminalControl
{
    private const int Input = 0;

    // More than any C library needs for it.
    private const int SettingsLength = 256;
    private const int WhenWritten = 1;
    private const nuint GetWindowSize = 0x5413;

    private readonly byte[] _before = new byte[SettingsLength];
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _isGivenBack;

    /// <summary>Takes the terminal over.</summary>
    /// <param name="resized">Told, on some thread, when it has another size.</param>
    /// <exception cref="WarewulfException">It does not let itself be taken over.</exception>
    public TerminalControl(Action<WindowSize> resized)
    {
        var settings = stackalloc byte[SettingsLength];
        Check(GetSettings(Input, settings));
        new ReadOnlySpan<byte>(settings, SettingsLength).CopyTo(_before);
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, _ => GiveBack()));
        }

        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => resized(Size)));
        MakeRaw(settings);
        Check(SetSettings(Input, WhenWritten, settings));
    }

    /// <inheritdoc/>
    public WindowSize Size
    {
        get
        {
            var size = stackalloc ushort[4];
            return Control(Input, GetWindowSize, size) == 0 ? new WindowSize(size[0], size[1]) : new WindowSize(0, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        GiveBack();
        _signals.ForEach(signal => signal.Dispose());
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new WarewulfException(
                ApiErrorCode.Internal, $"The terminal cannot be used: {Marshal.GetLastPInvokeErrorMessage()}. Try with '</dev/null' or in another one.");
        }
    }

    // A terminal that is gone needs nothing any more.
    private void GiveBack()
    {
        if (Interlocked.Exchange(ref _isGivenBack, 1) == 0)
        {
            fixed (byte* settings = _before)
            {
                _ = SetSettings(Input, WhenWritten, settings);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetSettings(int file, byte* settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetSettings(int file, int when, byte* settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(byte* settings);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int file, nuint request, ushort* size);
}

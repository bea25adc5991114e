using Warewulf.Cli.Output;
using Warewulf.Core.Api.Images.Sessions;

namespace Warewulf.Cli.Tests.Support;

/// <summary>Streams in memory, of which the test says whether somebody is at their ends.</summary>
internal sealed class FakeTerminal : ITerminal
{
    public StringWriter OutText { get; } = new() { NewLine = "\n" };

    public StringWriter ErrorText { get; } = new() { NewLine = "\n" };

    public TextReader In { get; set; } = TextReader.Null;

    public TextWriter Out => OutText;

    public TextWriter Error => ErrorText;

    public bool IsInputTerminal { get; set; }

    public bool IsOutputTerminal { get; set; }

    public bool IsErrorTerminal { get; set; }

    /// <summary>What a program elsewhere reads.</summary>
    public Stream InBytes { get; set; } = Stream.Null;

    /// <summary>What a program elsewhere wrote, on standard output and standard error.</summary>
    public MemoryStream OutWritten { get; } = new();

    public MemoryStream ErrorWritten { get; } = new();

    public Stream OutBytes => new UnclosedStream(OutWritten);

    public Stream ErrorBytes => new UnclosedStream(ErrorWritten);

    /// <summary>The size of the terminal.</summary>
    public WindowSize Size { get; set; } = new(24, 80);

    /// <summary>How often the terminal was taken over, and how often given back.</summary>
    public (int Taken, int GivenBack) Control { get; private set; }

    /// <summary>Changes the size while it is taken over.</summary>
    public Action<WindowSize>? Resize { get; private set; }

    public ITerminalControl TakeOver(Action<WindowSize> resized)
    {
        Resize = resized;
        Control = (Control.Taken + 1, Control.GivenBack);
        return new Taken(this);
    }

    private sealed class Taken(FakeTerminal terminal) : ITerminalControl
    {
        private bool _isGivenBack;

        public WindowSize Size => terminal.Size;

        public void Dispose()
        {
            terminal.Control = (terminal.Control.Taken, terminal.Control.GivenBack + (_isGivenBack ? 0 : 1));
            _isGivenBack = true;
        }
    }

    private sealed class UnclosedStream(MemoryStream target) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => target.Write(buffer);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            target.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes) => OutText.Write(System.Text.Encoding.UTF8.GetString(bytes));
}

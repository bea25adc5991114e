using Warewulf.Cli.Output;

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

    public void WriteBytes(ReadOnlySpan<byte> bytes) => OutText.Write(System.Text.Encoding.UTF8.GetString(bytes));
}

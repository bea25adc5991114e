using System.Text;
using Warewulf.Core.Api.Images.Sessions;

// The one place where a program may touch the console.
#pragma warning disable RS0030

namespace Warewulf.Cli.Output;

/// <summary>The process's own streams. Output is buffered and leaves on <see cref="TextWriter.Flush"/>.</summary>
internal sealed class SystemTerminal : ITerminal, IDisposable
{
    private const int BufferSize = 32 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private TextReader? _in;
    private TextWriter? _error;

    /// <inheritdoc/>
    public TextWriter Out { get; } = Open(Console.OpenStandardOutput(), autoFlush: false);

    /// <inheritdoc/>
    public TextWriter Error => _error ??= Open(Console.OpenStandardError(), autoFlush: true);

    /// <inheritdoc/>
    public TextReader In => _in ??= new StreamReader(Console.OpenStandardInput(), Utf8);

    /// <inheritdoc/>
    public bool IsInputTerminal => !Console.IsInputRedirected;

    /// <inheritdoc/>
    public bool IsOutputTerminal => !Console.IsOutputRedirected;

    /// <inheritdoc/>
    public bool IsErrorTerminal => !Console.IsErrorRedirected;

    /// <inheritdoc/>
    public Stream InBytes => new DescriptorStream(0);

    /// <inheritdoc/>
    public Stream OutBytes => new DescriptorStream(1);

    /// <inheritdoc/>
    public Stream ErrorBytes => new DescriptorStream(2);

    /// <inheritdoc/>
    public ITerminalControl TakeOver(Action<WindowSize> resized) => new TerminalControl(resized);

    /// <inheritdoc/>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Out.Flush();
        ((StreamWriter)Out).BaseStream.Write(bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // What could be written has been flushed, and what could not was reported; a second attempt would only fail again.
        _error?.Dispose();
        _in?.Dispose();
    }

    private static StreamWriter Open(Stream stream, bool autoFlush) => new(stream, Utf8, BufferSize) { AutoFlush = autoFlush, NewLine = "\n" };
}

using Warewulf.Core.Api.Images.Sessions;

namespace Warewulf.Cli.Output;

/// <summary>The three standard streams and whether people are at their ends.</summary>
internal interface ITerminal
{
    /// <summary>Data.</summary>
    TextWriter Out { get; }

    /// <summary>Everything that is not data: errors, warnings, questions, progress.</summary>
    TextWriter Error { get; }

    /// <summary>Answers.</summary>
    TextReader In { get; }

    /// <summary>Whether somebody can answer a question.</summary>
    bool IsInputTerminal { get; }

    /// <summary>Whether somebody looks at the data.</summary>
    bool IsOutputTerminal { get; }

    /// <summary>Whether somebody looks at the progress.</summary>
    bool IsErrorTerminal { get; }

    /// <summary>Standard input as bytes, for a program elsewhere; not to be mixed with <see cref="In"/>.</summary>
    Stream InBytes { get; }

    /// <summary>Standard output as bytes, unbuffered; not to be mixed with <see cref="Out"/>.</summary>
    Stream OutBytes { get; }

    /// <summary>Standard error as bytes, unbuffered.</summary>
    Stream ErrorBytes { get; }

    /// <summary>Takes over the terminal at standard input.</summary>
    /// <param name="resized">Told, on some thread, when it has another size.</param>
    /// <exception cref="Core.WarewulfException">It does not let itself be taken over.</exception>
    ITerminalControl TakeOver(Action<WindowSize> resized);

    /// <summary>Writes data as it is, behind what <see cref="Out"/> was given.</summary>
    void WriteBytes(ReadOnlySpan<byte> bytes);
}

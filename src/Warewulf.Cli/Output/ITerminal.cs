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

    /// <summary>Writes data as it is, behind what <see cref="Out"/> was given.</summary>
    void WriteBytes(ReadOnlySpan<byte> bytes);
}

using Warewulf.Templates.Values;

namespace Warewulf.Templates;

/// <summary>A place in a template's text.</summary>
internal readonly struct SourcePlace
{
    /// <summary>Finds the line and the column of an offset.</summary>
    /// <param name="name">The name of the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="offset">The byte offset.</param>
    public SourcePlace(string name, ReadOnlyMemory<byte> text, int offset)
    {
        var before = text.Span[..Math.Clamp(offset, 0, text.Length)];
        var start = before.LastIndexOf((byte)'\n') + 1;
        var rest = text.Span[start..];
        var end = rest.IndexOf((byte)'\n');
        Name = name;
        Line = 1 + before.Count((byte)'\n');
        Column = before.Length - start;
        LineText = GoText.FromUtf8(end < 0 ? rest : rest[..end]);
    }

    public string Name { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The byte offset in the line, from 0.</summary>
    public int Column { get; }

    /// <summary>The whole line without its end.</summary>
    public string LineText { get; }
}

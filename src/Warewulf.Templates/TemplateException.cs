namespace Warewulf.Templates;

/// <summary>A template could not be parsed or executed. <see cref="Exception.Message"/> is Go's text, position included.</summary>
public sealed class TemplateException : Exception
{
    private readonly int _caret;

    internal TemplateException(TemplateErrorKind kind, string message, SourcePlace place, int column, string reason, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        TemplateName = place.Name;
        Line = place.Line;
        Column = column;
        Reason = reason;
        SourceLine = place.LineText;
        _caret = place.Column;
    }

    /// <summary>Makes an error without a place in a text.</summary>
    internal TemplateException(TemplateErrorKind kind, string message, string templateName, int line, int column)
        : base(message)
    {
        Kind = kind;
        TemplateName = templateName;
        Line = line;
        Column = column;
        Reason = message;
    }

    /// <summary>Whether the text is wrong or its execution failed.</summary>
    public TemplateErrorKind Kind { get; }

    /// <summary>The name given to Parse.</summary>
    public string TemplateName { get; }

    /// <summary>The line, from 1; 0 when the error has no place in the text.</summary>
    public int Line { get; }

    /// <summary>The byte offset in the line, from 0; -1 when Go tells none, as in parse errors.</summary>
    public int Column { get; }

    /// <summary>What is wrong, without the place: the end of the message.</summary>
    public string Reason { get; }

    /// <summary>The line of the template that the error points at, without its end; null when the error has no place in the text.</summary>
    public string? SourceLine { get; }

    /// <summary>
    /// The message, and below it the line of the template with a caret under the place. Of a long line the part around the place is
    /// shown. Parse errors, for which Go names a line only, have the caret where the parser stood.
    /// </summary>
    public string Describe() => SourceLine is null ? Message : $"{Message}\n{SourceExcerpt.Of(SourceLine, Line, _caret)}";
}

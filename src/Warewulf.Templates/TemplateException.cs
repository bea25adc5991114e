namespace Warewulf.Templates;

/// <summary>A template could not be parsed or executed. <see cref="Exception.Message"/> is Go's text, position included.</summary>
public sealed class TemplateException : Exception
{
    internal TemplateException(TemplateErrorKind kind, string message, string templateName, int line, int column, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        TemplateName = templateName;
        Line = line;
        Column = column;
    }

    /// <summary>Whether the text is wrong or its execution failed.</summary>
    public TemplateErrorKind Kind { get; }

    /// <summary>The name given to Parse.</summary>
    public string TemplateName { get; }

    /// <summary>The line, from 1; 0 when the error has no place in the text.</summary>
    public int Line { get; }

    /// <summary>The byte offset in the line, from 0; -1 when unknown, as in parse errors.</summary>
    public int Column { get; }
}

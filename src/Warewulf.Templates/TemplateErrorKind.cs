namespace Warewulf.Templates;

/// <summary>When a template failed.</summary>
public enum TemplateErrorKind
{
    /// <summary>The text is not a template.</summary>
    Parse,

    /// <summary>The template stopped while it ran; what was written before stays written.</summary>
    Exec,
}

namespace Warewulf.Templates.Functions;

/// <summary>How JSON is written.</summary>
internal enum GoJsonStyle
{
    /// <summary>On one line, with &lt; &gt; and &amp; escaped.</summary>
    Compact,

    /// <summary>The same over several lines, two spaces for each level.</summary>
    Indented,

    /// <summary>On one line, with &lt; &gt; and &amp; as they are.</summary>
    Raw,
}

namespace Warewulf.Core.Formats;

/// <summary>A value of a YAML file, and where it stands. Aliases are resolved: what has two names is one object in two places.</summary>
internal abstract class YamlItem(int line)
{
    /// <summary>The line on which it begins, from 1.</summary>
    public int Line => line;

    /// <summary>How much it comes to when every alias below it is written out, in characters and values.</summary>
    public abstract long Size { get; }

    /// <summary>How many levels of lists and sections it has; none for a plain value.</summary>
    public abstract int Depth { get; }

    /// <summary>Whether nothing is said.</summary>
    public virtual bool IsNull => false;
}

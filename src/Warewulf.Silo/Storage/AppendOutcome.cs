namespace Warewulf.Silo.Storage;

/// <summary>What became of a change to the catalog.</summary>
public enum AppendOutcome
{
    /// <summary>It is committed.</summary>
    Appended,

    /// <summary>That revision is not the next one: another head was faster. Nothing was changed.</summary>
    Overtaken,
}

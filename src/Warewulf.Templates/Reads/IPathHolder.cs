namespace Warewulf.Templates.Reads;

/// <summary>A list or map that a template made, whose items may still know the paths they came by.</summary>
internal interface IPathHolder
{
    bool HoldsPaths { get; set; }

    /// <summary>Marks the items as read and makes them forget their paths.</summary>
    void Release(TemplateReads reads);
}

namespace Warewulf.TestKit.Cases;

/// <summary>Who runs a case.</summary>
public enum CaseOwner
{
    /// <summary>The template library by itself.</summary>
    Library,

    /// <summary>The overlays: the case needs their functions, or data in YAML.</summary>
    Overlays,
}

namespace Warewulf.Core.Overlays;

/// <summary>Which extended attributes overlays keep: capabilities, access lists and what users set. Labels belong to the machine they are on.</summary>
public static class OverlayAttributes
{
    /// <summary>Whether an attribute is kept.</summary>
    public static bool IsKept(string name) =>
        name is "security.capability" or "system.posix_acl_access" or "system.posix_acl_default" || name.StartsWith("user.", StringComparison.Ordinal);
}

using System.Collections.Immutable;

namespace Warewulf.Core.Site;

/// <summary>The section <c>nfs</c>.</summary>
public sealed record NfsSettings
{
    /// <summary>Whether exports are configured. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What is exported.</summary>
    public ImmutableArray<NfsExport> ExportPaths { get; init; } = [];

    /// <summary>The server's unit name.</summary>
    public string SystemdName { get; init; } = "nfsd";
}

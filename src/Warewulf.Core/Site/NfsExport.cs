namespace Warewulf.Core.Site;

/// <summary>One NFS export.</summary>
/// <param name="Path">The exported directory.</param>
/// <param name="ExportOptions">Options, comma separated.</param>
public sealed record NfsExport(string Path, string ExportOptions);

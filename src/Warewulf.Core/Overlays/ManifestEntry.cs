using System.Text.Json.Serialization;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Overlays;

/// <summary>One directory, regular file or symbolic link of an overlay, as the catalog keeps it.</summary>
/// <param name="Path">The path below the overlay's own directory; empty for that directory itself.</param>
/// <param name="Mode">The file type and permission bits (<see cref="UnixMode"/>).</param>
/// <param name="Uid">The numeric owner.</param>
/// <param name="Gid">The numeric group.</param>
/// <param name="ModifiedSeconds">The modification time in seconds since 1970; of a directory that of when it was first seen.</param>
public sealed record ManifestEntry(BytePath Path, uint Mode, uint Uid, uint Gid, long ModifiedSeconds)
{
    /// <summary>The SHA-256 of a file's content, which is a blob of that name.</summary>
    public ArtifactDigest? Digest { get; init; }

    /// <summary>The length of a file's content in bytes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Length { get; init; }

    /// <summary>What a symbolic link says.</summary>
    public BytePath? Target { get; init; }

    /// <summary>Extended attributes (<see cref="OverlayAttributes"/>) in base 64; unset when there are none.</summary>
    [JsonConverter(typeof(SortedMapJsonConverter<string>))]
    public SortedMap<string>? Attributes { get; init; }

    /// <summary>Whether it is a directory.</summary>
    [JsonIgnore]
    public bool IsDirectory => UnixMode.Is(Mode, UnixMode.Directory);

    /// <summary>Whether it is a regular file.</summary>
    [JsonIgnore]
    public bool IsFile => UnixMode.Is(Mode, UnixMode.Regular);

    /// <summary>Whether it is a symbolic link.</summary>
    [JsonIgnore]
    public bool IsLink => UnixMode.Is(Mode, UnixMode.SymbolicLink);

    /// <summary>
    /// Whether two entries are the same to an admin. The time of a directory does not count: it changes with every file that an editor makes
    /// and removes there.
    /// </summary>
    public static bool AreSame(ManifestEntry? a, ManifestEntry? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && (a == b || (a.IsDirectory && a == b with { ModifiedSeconds = a.ModifiedSeconds })));
}

using System.Text.Json.Serialization;
using Warewulf.Core.Archives;
using Warewulf.Core.Collections;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Api.Overlays;

/// <summary>Puts a file into an overlay. What is not said stays as it is, or is that of a new file: 0644, of root.</summary>
/// <param name="Name">The overlay.</param>
/// <param name="Path">The path on a node. A directory there takes the file under <see cref="FileName"/>.</param>
/// <param name="Content">The content.</param>
public sealed record OverlayPutRequest(OverlayName Name, BytePath Path, byte[] Content) : ChangeRequest
{
    /// <summary>The name in a directory; unset means that there must be none.</summary>
    public BytePath? FileName { get; init; }

    /// <summary>Whether a file that is there is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether missing directories are made.</summary>
    public bool Parents { get; init; }

    /// <summary>The permission bits.</summary>
    public uint? Mode { get; init; }

    /// <summary>The numeric owner.</summary>
    public uint? Uid { get; init; }

    /// <summary>The numeric group.</summary>
    public uint? Gid { get; init; }

    /// <summary>The modification time in seconds since 1970; unset for now.</summary>
    public long? ModifiedSeconds { get; init; }

    /// <summary>Extended attributes in base 64.</summary>
    [JsonConverter(typeof(SortedMapJsonConverter<string>))]
    public SortedMap<string>? Attributes { get; init; }
}

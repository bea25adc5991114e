using System.Text.Json.Serialization;

namespace Warewulf.Core.Nodes;

/// <summary>A value that a node has in effect, and where it comes from.</summary>
/// <param name="Field">The field's display name, such as <c>NetDevs[default].Ipaddr</c>.</param>
/// <param name="Value">The value as text; a list before <c>~name</c> removes anything from it.</param>
/// <param name="Source">
/// As Warewulf says it: the profile that set it last; nothing when the node did; <c>SUPERSEDED</c> when the node replaced a profile's
/// value; for lists every contributor.
/// </param>
/// <param name="Kind">Who has the last word.</param>
public sealed record FieldOrigin(string Field, string Value, string Source, FieldOriginKind Kind)
{
    /// <summary>Whether the value is to be masked where others may read it.</summary>
    [JsonIgnore]
    public bool IsSecret { get; init; }

    /// <summary>As it may be shown to anybody.</summary>
    [JsonIgnore]
    public FieldOrigin Masked => IsSecret ? this with { Value = "********" } : this;
}

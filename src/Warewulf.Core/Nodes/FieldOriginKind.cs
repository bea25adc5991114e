using System.Text.Json.Serialization;

namespace Warewulf.Core.Nodes;

/// <summary>Who has the last word about a value.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FieldOriginKind>))]
public enum FieldOriginKind
{
    /// <summary>Nobody said anything; it is what the programs take then.</summary>
    Default,

    /// <summary>A profile.</summary>
    Profile,

    /// <summary>The node itself.</summary>
    Node,
}

using System.Text.Json.Serialization;

namespace Warewulf.Core.Boot;

/// <summary>What a node is doing, computed from stored facts when asked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NodeBootState>))]
public enum NodeBootState
{
    /// <summary>It has never asked for anything.</summary>
    Unseen,

    /// <summary>It is on its way up.</summary>
    Booting,

    /// <summary>Its operating system is up.</summary>
    Ready,

    /// <summary>Its last boot failed.</summary>
    Failed,

    /// <summary>It began to boot and has been silent for longer than a boot may pause.</summary>
    Lost,
}

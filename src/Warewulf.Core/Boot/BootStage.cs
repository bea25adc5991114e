using System.Text.Json.Serialization;

namespace Warewulf.Core.Boot;

/// <summary>The stages of a boot, in the order in which they normally happen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BootStage>))]
public enum BootStage
{
    /// <summary>The firmware got an address.</summary>
    Dhcp,

    /// <summary>The boot loader was downloaded.</summary>
    Loader,

    /// <summary>The boot loader got its script.</summary>
    Script,

    /// <summary>The kernel was downloaded.</summary>
    Kernel,

    /// <summary>The initramfs was downloaded (two-stage boot only).</summary>
    Initramfs,

    /// <summary>The image was downloaded.</summary>
    Image,

    /// <summary>The system overlay was downloaded.</summary>
    System,

    /// <summary>The runtime overlay was downloaded.</summary>
    Runtime,

    /// <summary>The node runs its own first program.</summary>
    Init,

    /// <summary>The node's operating system is up.</summary>
    Ready,

    /// <summary>The boot failed; the event's reason says why.</summary>
    Failed,
}

using System.Text.Json.Serialization;

namespace Warewulf.Core.Boot;

/// <summary>The client architecture of DHCP option 93, numbered as in the IANA registry that RFC 4578 began.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClientArchitecture>))]
public enum ClientArchitecture
{
    /// <summary>PC BIOS.</summary>
    Bios = 0,

    /// <summary>32-bit x86 UEFI.</summary>
    UefiX86 = 6,

    /// <summary>64-bit x86 UEFI.</summary>
    UefiX64 = 7,

    /// <summary>EFI byte code; in practice 64-bit x86 UEFI firmware that numbers itself by an early draft.</summary>
    UefiByteCode = 9,

    /// <summary>32-bit ARM UEFI.</summary>
    UefiArm32 = 10,

    /// <summary>64-bit ARM UEFI.</summary>
    UefiArm64 = 11,

    /// <summary>32-bit x86 UEFI that boots by HTTP.</summary>
    UefiX86Http = 15,

    /// <summary>64-bit x86 UEFI that boots by HTTP.</summary>
    UefiX64Http = 16,

    /// <summary>64-bit ARM UEFI that boots by HTTP.</summary>
    UefiArm64Http = 19,
}

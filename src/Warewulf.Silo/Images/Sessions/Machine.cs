using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>The processors that programs are made for, as the header of an ELF file numbers them.</summary>
internal static class Machine
{
    private const int Arm64 = 183;
    private const int X64 = 62;
    private const int NumberOffset = 18;
    private const int OrderOffset = 5;
    private const int BigEndian = 2;

    /// <summary>The processor of this head.</summary>
    public static int OfThis => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Arm64 : X64;

    /// <summary>The processor of a program.</summary>
    /// <param name="header">The first 20 bytes of the file or more.</param>
    public static int Of(ReadOnlySpan<byte> header) => header[OrderOffset] == BigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(header[NumberOffset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(header[NumberOffset..]);

    /// <summary>Its name.</summary>
    public static string Name(int machine) => machine switch
    {
        3 => "x86",
        21 => "ppc64",
        22 => "s390x",
        40 => "arm",
        X64 => "x86-64",
        Arm64 => "arm64",
        243 => "riscv",
        _ => $"another machine ({machine})",
    };
}

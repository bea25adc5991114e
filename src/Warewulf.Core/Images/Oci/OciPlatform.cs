using System.Runtime.InteropServices;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Images.Oci;

/// <summary>What an image runs on, in the words of the OCI image specification: those of Go.</summary>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">The processor, such as <c>amd64</c> or <c>arm64</c>.</param>
/// <param name="Variant">The kind of processor, such as <c>v8</c>; null for any.</param>
public sealed record OciPlatform(string Os, string Architecture, string? Variant = null)
{
    /// <summary>This machine's.</summary>
    public static OciPlatform Own { get; } = new("linux", RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        var other => other.ToString().ToLowerInvariant(),
    });

    /// <summary>Reads <c>arm64</c>, <c>linux/arm64</c> or <c>linux/arm64/v8</c>. The names that Linux itself has for processors are known too.</summary>
    /// <exception cref="WarewulfException">It is none of these.</exception>
    public static OciPlatform Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 3 || !parts.All(part => part.Length is > 0 and <= 32 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(text)}' is no platform: write an architecture such as 'arm64', or 'linux/arm64/v8'.");
        }

        return parts switch
        {
            [var architecture] => new("linux", Known(architecture)),
            [var os, var architecture] => new(os, Known(architecture)),
            _ => new(parts[0], Known(parts[1]), parts[2]),
        };
    }

    /// <summary>Whether an image of this platform is what was asked for.</summary>
    public bool Satisfies(OciPlatform wanted) =>
        Os == wanted.Os && Architecture == wanted.Architecture && (wanted.Variant is null || Variant is null || Variant == wanted.Variant);

    /// <inheritdoc/>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    private static string Known(string architecture) => architecture switch
    {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        _ => architecture,
    };
}

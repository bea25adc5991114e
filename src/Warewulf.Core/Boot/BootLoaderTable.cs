using System.Collections.Immutable;
using System.Globalization;
using Warewulf.Core.Site;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Boot;

/// <summary>Which boot loader each client architecture gets, from the map <c>tftp: ipxe</c> of <c>warewulf.conf</c>.</summary>
public static class BootLoaderTable
{
    /// <summary>The directory below the TFTP root that holds the boot loaders.</summary>
    public const string Directory = "warewulf";

    /// <summary>
    /// Reads the map. A key is option 93 as two bytes in hexadecimal, such as <c>00:07</c>; a value is a file, of which only the last part counts,
    /// because that is its name below the TFTP root.
    /// </summary>
    /// <returns>Files below the TFTP root, such as <c>warewulf/undionly.kpxe</c>.</returns>
    /// <exception cref="WarewulfException">A key is not two bytes, or a value names no file.</exception>
    public static ImmutableSortedDictionary<ClientArchitecture, string> From(TftpSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var table = ImmutableSortedDictionary.CreateBuilder<ClientArchitecture, string>();
        foreach (var (key, file) in settings.Ipxe)
        {
            table[ParseKey(key)] = $"{Directory}/{FileName(key, file)}";
        }

        return table.ToImmutable();
    }

    private static ClientArchitecture ParseKey(string key)
    {
        var valid = key.Length == 5
            && key[2] == ':'
            && ushort.TryParse(key.Remove(2, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
        return valid
            ? (ClientArchitecture)ushort.Parse(key.Remove(2, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw WarewulfException.Invalid(
                $"'{Names.Printable(key)}' in 'tftp: ipxe' of warewulf.conf is not a client architecture: write it as two bytes in hexadecimal, such as '00:07'.");
    }

    private static string FileName(string key, string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return Names.IsFileName(name)
            ? name
            : throw WarewulfException.Invalid(
                $"'{Names.Printable(file)}' for architecture {key} in 'tftp: ipxe' of warewulf.conf names no file: write a path such as 'arm64-efi/snponly.efi'.");
    }
}

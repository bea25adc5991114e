using System.Collections.Immutable;

namespace Warewulf.Core.Site;

/// <summary>The section <c>tftp</c>.</summary>
public sealed record TftpSettings
{
    /// <summary>Whether edges answer TFTP. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The directory of an external server; ours has its own.</summary>
    public string TftpRoot { get; init; } = "";

    /// <summary>The unit name of an external server.</summary>
    public string SystemdName { get; init; } = "tftp";

    /// <summary>Boot loader files by client architecture, written as two bytes in hexadecimal; any entry replaces the whole map.</summary>
    public ImmutableSortedDictionary<string, string> Ipxe { get; init; } = ImmutableSortedDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["00:00"] = "undionly.kpxe",
            ["00:07"] = "ipxe-snponly-x86_64.efi",
            ["00:09"] = "ipxe-snponly-x86_64.efi",
            ["00:0B"] = "arm64-efi/snponly.efi",
        });
}

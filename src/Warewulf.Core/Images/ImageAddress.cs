using Warewulf.Core.Validation;

namespace Warewulf.Core.Images;

/// <summary>The source of an image as people write it, such as <c>docker://quay.io/rocky:9</c>, <c>oci:DIR</c> or a path.</summary>
/// <param name="Transport">What kind it is.</param>
/// <param name="Target">What the kind stands in front of: a path, or a registry's or the daemon's name for an image.</param>
public sealed record ImageAddress(ImageTransport Transport, string Target)
{
    private const string FileScheme = "file://";

    private static readonly (string Scheme, ImageTransport Transport)[] Schemes =
    [
        ("docker://", ImageTransport.Registry),
        ("docker-daemon:", ImageTransport.Daemon),
        ("docker-archive:", ImageTransport.DockerArchive),
        ("oci-archive:", ImageTransport.OciArchive),
        ("oci:", ImageTransport.OciDirectory),
    ];

    /// <summary>Whether the target is a path, perhaps with the name of an image behind a colon.</summary>
    public bool IsPath => Transport is not (ImageTransport.Registry or ImageTransport.Daemon);

    /// <summary>What an image from here is called unless somebody says otherwise: the last element; for a root file system <c>NAME/rootfs</c>, NAME.</summary>
    public string DefaultName => Target.TrimEnd('/').Split('/') is [.., var parent, "rootfs"] && parent.Length > 0 && Transport == ImageTransport.Path
        ? parent
        : Target.TrimEnd('/').Split('/')[^1];

    /// <summary>The registry's host, with its port if there is one.</summary>
    public string Registry => Target.Split('/') is [var host, _, ..] && (host == "localhost" || host.AsSpan().ContainsAny('.', ':')) ? host : "docker.io";

    /// <summary>Reads an address.</summary>
    /// <exception cref="WarewulfException">It is of no kind that can be imported.</exception>
    public static ImageAddress Parse(string text)
    {
        if (text.StartsWith(FileScheme, StringComparison.Ordinal))
        {
            return new ImageAddress(ImageTransport.Path, text[FileScheme.Length..]);
        }

        foreach (var (scheme, transport) in Schemes)
        {
            if (text.StartsWith(scheme, StringComparison.Ordinal))
            {
                return Check(new ImageAddress(transport, WithoutSlashes(text[scheme.Length..], scheme)));
            }
        }

        return text.Contains("://", StringComparison.Ordinal)
            ? throw WarewulfException.Invalid(
                $"'{Names.Printable(text.Split("://")[0])}://' is no kind of source. There are docker://, docker-daemon:, docker-archive:, oci:, oci-archive:, file:// and paths.")
            : new ImageAddress(ImageTransport.Path, text);
    }

    /// <summary>Whether a word can only be a source.</summary>
    public static bool HasScheme(string text) =>
        text.StartsWith(FileScheme, StringComparison.Ordinal) || Schemes.Any(known => text.StartsWith(known.Scheme, StringComparison.Ordinal));

    /// <summary>The address with its path made absolute.</summary>
    /// <param name="directory">Where relative paths start.</param>
    public ImageAddress From(string directory) =>
        IsPath ? this with { Target = Path.GetFullPath(Target.Length == 0 ? "." : Target, directory) } : this;

    /// <summary>The address as it is written.</summary>
    public override string ToString() => Schemes.FirstOrDefault(known => known.Transport == Transport).Scheme + Target;

    // "docker-daemon://name" and "oci:///path" are common ways to write it; docker:// has its slashes already.
    private static string WithoutSlashes(string rest, string scheme) =>
        !scheme.EndsWith('/') && rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;

    private static ImageAddress Check(ImageAddress address)
    {
        if (address.Target.Length == 0 || address.Target.Any(c => char.IsControl(c)) || (!address.IsPath && address.Target.Any(char.IsWhiteSpace)))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(address.ToString())}' names no image: write for instance 'docker://quay.io/rockylinux/rockylinux:9'.");
        }

        // What stands before the @ may be a password, which is not repeated.
        var host = address.Target.Split('/')[0];
        return address.IsPath || !host.Contains('@', StringComparison.Ordinal) || host.Contains("@sha256:", StringComparison.Ordinal)
            ? address
            : throw WarewulfException.Invalid("A source cannot hold credentials: give them as --username and --password, or in WAREWULF_OCI_USERNAME and WAREWULF_OCI_PASSWORD.");
    }
}

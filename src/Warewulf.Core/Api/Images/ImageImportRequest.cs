using System.Text;
using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>Imports a root file system: from a registry, or from a directory or an archive on the head.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Source">An <see cref="ImageAddress"/>; paths are absolute, on the head.</param>
public sealed record ImageImportRequest(ImageName Name, string Source)
{
    /// <summary>Whether an image of that name is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether an image of that name is kept where the new one has nothing to put in its place. <see cref="Force"/> wins over it.</summary>
    public bool Update { get; init; }

    /// <summary>Whether its users and groups get the head's ids. When that cannot be done, nothing is imported.</summary>
    public bool SyncUser { get; init; }

    /// <summary>Whether it is built at once.</summary>
    public bool Build { get; init; }

    /// <summary>Who asks the registry; with <see cref="Password"/> or not at all.</summary>
    public string? Username { get; init; }

    /// <summary>The registry's password. Nobody keeps or shows it.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the registry may speak plain HTTP or have a certificate that nobody vouches for.</summary>
    public bool NoHttps { get; init; }

    /// <summary>The platform, such as <c>arm64</c> or <c>linux/arm64/v8</c>; unset for that of the head.</summary>
    public string? Platform { get; init; }

    /// <summary>Only look whether the name is free and the source can be had.</summary>
    public bool DryRun { get; init; }

    /// <summary>Who asks, for the catalog's history.</summary>
    public string? Author { get; init; }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(nameof(Name)).Append(" = ").Append(Name).Append(", ").Append(nameof(Source)).Append(" = ").Append(Source);
        return true;
    }
}

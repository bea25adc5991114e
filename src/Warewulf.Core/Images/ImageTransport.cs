namespace Warewulf.Core.Images;

/// <summary>Where an image is imported from.</summary>
public enum ImageTransport
{
    /// <summary>A directory or a file on the head; what it holds is found out.</summary>
    Path,

    /// <summary>A registry.</summary>
    Registry,

    /// <summary>The Docker daemon of the head.</summary>
    Daemon,

    /// <summary>A file that <c>docker save</c> or <c>podman save</c> wrote.</summary>
    DockerArchive,

    /// <summary>An OCI layout directory.</summary>
    OciDirectory,

    /// <summary>An OCI layout in a tar file.</summary>
    OciArchive,
}

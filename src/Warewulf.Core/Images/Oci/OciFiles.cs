namespace Warewulf.Core.Images.Oci;

/// <summary>Where the files of an image are: a directory, or an archive.</summary>
public abstract class OciFiles
{
    /// <summary>Opens a file; null when there is none of that name.</summary>
    /// <param name="path">Its path, such as <c>index.json</c>.</param>
    public abstract Stream? Open(string path);

    /// <summary>Opens a blob; null when there is none.</summary>
    internal virtual Stream? OpenBlob(OciDigest digest) => Open($"blobs/{OciDigest.Algorithm}/{digest.Hex}");
}

namespace Warewulf.Core.Images.Oci;

/// <summary>An OCI layout directory.</summary>
/// <param name="directory">The directory.</param>
/// <param name="blobs">Where blobs are when they are not in the directory itself; below it, one directory for each algorithm.</param>
public sealed class OciDirectory(string directory, string? blobs = null) : OciFiles
{
    private readonly string _blobs = blobs ?? Path.Combine(directory, "blobs");

    /// <summary>Whether a directory is an OCI layout.</summary>
    public static bool Is(string directory) =>
        File.Exists(Path.Combine(directory, "oci-layout")) && File.Exists(Path.Combine(directory, "index.json"));

    /// <inheritdoc/>
    public override Stream? Open(string path) => OpenFile(Path.Combine(directory, path));

    internal override Stream? OpenBlob(OciDigest digest) => OpenFile(Path.Combine(_blobs, OciDigest.Algorithm, digest.Hex));

    private static FileStream? OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}

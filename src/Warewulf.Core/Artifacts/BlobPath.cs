namespace Warewulf.Core.Artifacts;

/// <summary>Where a blob lies below a head's blob directory: two digits of the digest spread the files over 256 directories.</summary>
public static class BlobPath
{
    /// <summary>The path of a blob.</summary>
    public static string In(string directory, ArtifactDigest digest)
    {
        var text = digest.ToString();
        return Path.Combine(directory, text[..2], text);
    }
}

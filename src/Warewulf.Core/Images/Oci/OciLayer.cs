namespace Warewulf.Core.Images.Oci;

/// <summary>One layer of an image.</summary>
/// <param name="Name">What messages call it: its digest or its file.</param>
/// <param name="Digest">The digest of the file as it is stored; null where only that of its content is known.</param>
/// <param name="DiffId">The digest of the uncompressed content; null where it is not told.</param>
/// <param name="Open">Opens the file.</param>
internal sealed record OciLayer(string Name, OciDigest? Digest, OciDigest? DiffId, Func<Stream> Open);

using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;

namespace Warewulf.Silo.Blobs;

/// <summary>Reads the recipes of a store.</summary>
/// <param name="store">The store.</param>
internal sealed class BlobRecipes(BlobStore store)
{
    private const int BeginLength = 8;

    /// <summary>Lists every blob that an artifact consists of, itself first. A recipe is read whole before anything is told.</summary>
    /// <exception cref="WarewulfException">Its recipe is not here, or damaged.</exception>
    public IEnumerable<ArtifactDigest> List(ArtifactRef artifact) =>
        artifact.Segments is { } segments ? segments.Select(segment => segment.Digest)
        : artifact.IsRecipe ? ListRecipe(artifact.Digest, artifact.FileName)
        : [artifact.Digest];

    /// <summary>Lists every blob that something consists of, of which only the digest is known.</summary>
    /// <exception cref="WarewulfException">It is a recipe, and damaged.</exception>
    public IEnumerable<ArtifactDigest> List(ArtifactDigest digest) => IsRecipe(digest) ? ListRecipe(digest, digest.ToString()) : [digest];

    private IEnumerable<ArtifactDigest> ListRecipe(ArtifactDigest digest, string name)
    {
        var outline = RecipeCodec.ReadOutline(Read(digest, name), name);
        var recipe = RecipeCodec.Read(outline, [.. outline.Pages.Select(page => Read(page.Digest, name))], name);
        return outline.Pages.Select(page => page.Digest).Concat(recipe.Segments.Select(segment => segment.Digest)).Prepend(digest);
    }

    private byte[] Read(ArtifactDigest digest, string name)
    {
        byte[]? part;
        try
        {
            part = new FileInfo(BlobPath.In(store.Directory, digest)) is { Exists: true, Length: var length } file && length <= RecipeCodec.MaxLength
                ? File.ReadAllBytes(file.FullName)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"The recipe of '{name}' cannot be read: {e.Message}", e);
        }

        if (part is null)
        {
            throw WarewulfException.NotFound($"The recipe of '{name}' lacks its part {digest}.");
        }

        if (ArtifactDigest.Of(part) != digest)
        {
            // So that the next build makes it again, and other heads are asked for it.
            store.SetAside(digest);
            throw WarewulfException.Invalid($"The recipe of '{name}' was damaged in its part {digest}, which was set aside.");
        }

        return part;
    }

    private bool IsRecipe(ArtifactDigest digest)
    {
        try
        {
            using var file = File.OpenHandle(BlobPath.In(store.Directory, digest), share: FileShare.Read | FileShare.Delete);
            Span<byte> begin = stackalloc byte[BeginLength];
            return RecipeCodec.IsOutline(begin[..RandomAccess.Read(file, begin, 0)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is not here has nothing here that belongs to it.
            return false;
        }
    }
}

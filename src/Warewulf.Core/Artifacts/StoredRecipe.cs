namespace Warewulf.Core.Artifacts;

/// <summary>A recipe as it is stored.</summary>
/// <param name="Outline">The blob whose digest names the artifact.</param>
/// <param name="Pages">The blobs that the outline names, in its order.</param>
public sealed record StoredRecipe(byte[] Outline, IReadOnlyList<byte[]> Pages)
{
    /// <summary>All of it in one file.</summary>
    public byte[] Join() => [.. Outline, .. Pages.SelectMany(page => page)];

    /// <summary>Takes apart what <see cref="Join"/> made; whether the pages are the right ones is left to whoever reads them.</summary>
    /// <param name="joined">The content of the file.</param>
    /// <param name="name">What to call it in a message.</param>
    /// <exception cref="WarewulfException">Invalid: this is no recipe, or it is damaged.</exception>
    public static StoredRecipe Split(byte[] joined, string name)
    {
        ArgumentNullException.ThrowIfNull(joined);
        var length = RecipeCodec.OutlineLength(joined, name);
        var outline = joined.AsSpan(0, length).ToArray();
        var pages = new List<byte[]>();
        foreach (var page in RecipeCodec.ReadOutline(outline, name).Pages)
        {
            pages.Add(joined.AsSpan(Math.Min(length, joined.Length), Math.Min(page.Length, joined.Length - length)).ToArray());
            length += pages[^1].Length;
        }

        return new StoredRecipe(outline, pages);
    }
}

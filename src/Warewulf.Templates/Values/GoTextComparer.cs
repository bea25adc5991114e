namespace Warewulf.Templates.Values;

/// <summary>The order of <see cref="GoText.Compare"/>.</summary>
internal sealed class GoTextComparer : IComparer<string>
{
    public static readonly GoTextComparer Instance = new();

    public int Compare(string? x, string? y) => GoText.Compare(x, y);
}

namespace Warewulf.Core.Formats;

/// <summary>
/// Sorts names as people do and as Warewulf writes them: digits by the number they make, so that <c>n2</c> comes before <c>n10</c>; other
/// signs before letters.
/// </summary>
internal sealed class NaturalOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static NaturalOrder Comparer { get; } = new();

    private NaturalOrder()
    {
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        while (!a.IsEmpty && !b.IsEmpty)
        {
            var (left, right) = (Digits(a), Digits(b));
            var order = left > 0 && right > 0 ? Numbers(a[..left], b[..right]) : Signs(a[0], b[0]);
            if (order != 0)
            {
                return order;
            }

            a = a[Math.Max(left, 1)..];
            b = b[Math.Max(right, 1)..];
        }

        // Names that differ in zeros only, such as n1 and n01, still have one order.
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(x, y);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text.Length : length;
    }

    private static int Numbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }

    private static int Signs(char a, char b) =>
        char.IsLetter(a) != char.IsLetter(b) ? char.IsLetter(a).CompareTo(char.IsLetter(b)) : a.CompareTo(b);
}

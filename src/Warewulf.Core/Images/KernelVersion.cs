using System.Globalization;
using System.Text.RegularExpressions;

namespace Warewulf.Core.Images;

/// <summary>
/// The version in a kernel's file name: three numbers and, after a dash, the distribution's numbers. What follows a dash ranks below the
/// same version without it, so 5.15.0 is newer than 5.15.0-119.
/// </summary>
public sealed partial class KernelVersion : IComparable<KernelVersion>, IEquatable<KernelVersion>
{
    private readonly long[] _release;
    private readonly long[] _build;

    private KernelVersion(string text, long[] release, long[] build)
    {
        Text = text;
        _release = release;
        _build = build;
    }

    /// <summary>The version as the file name has it, for instance <c>5.14.0-427.24.1</c>.</summary>
    public string Text { get; }

    /// <summary>Whether one is older than the other.</summary>
    public static bool operator <(KernelVersion? left, KernelVersion? right) => Compare(left, right) < 0;

    /// <summary>Whether one is newer than the other.</summary>
    public static bool operator >(KernelVersion? left, KernelVersion? right) => Compare(left, right) > 0;

    /// <summary>Whether one is older than or as old as the other.</summary>
    public static bool operator <=(KernelVersion? left, KernelVersion? right) => Compare(left, right) <= 0;

    /// <summary>Whether one is newer than or as new as the other.</summary>
    public static bool operator >=(KernelVersion? left, KernelVersion? right) => Compare(left, right) >= 0;

    /// <summary>Whether two rank the same.</summary>
    public static bool operator ==(KernelVersion? left, KernelVersion? right) => Compare(left, right) == 0;

    /// <summary>Whether two rank differently.</summary>
    public static bool operator !=(KernelVersion? left, KernelVersion? right) => Compare(left, right) != 0;

    /// <summary>The first version in a path; null when there is none, as in <c>/boot/vmlinuz-linux</c>.</summary>
    public static KernelVersion? FindIn(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (Match match in Pattern().Matches(path))
        {
            if (TryParse(match.Value.EndsWith('.') ? match.Value[..^1] : match.Value) is { } version)
            {
                return version;
            }
        }

        return null;
    }

    /// <summary>Ranks two versions; none ranks lowest.</summary>
    public static int Compare(KernelVersion? left, KernelVersion? right) =>
        left is null ? (right is null ? 0 : -1) : left.CompareTo(right);

    /// <inheritdoc/>
    public int CompareTo(KernelVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var release = _release.AsSpan().SequenceCompareTo(other._release);
        if (release != 0)
        {
            return release;
        }

        return (_build.Length == 0) != (other._build.Length == 0)
            ? other._build.Length.CompareTo(_build.Length)
            : _build.AsSpan().SequenceCompareTo(other._build);
    }

    /// <inheritdoc/>
    public bool Equals(KernelVersion? other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KernelVersion);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var number in _release.Concat(_build))
        {
            hash.Add(number);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static KernelVersion? TryParse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var release = Numbers(dash < 0 ? text : text[..dash]);
        var build = dash < 0 ? [] : Numbers(text[(dash + 1)..]);
        return release is null || build is null ? null : new KernelVersion(text, release, build);
    }

    private static long[]? Numbers(string text)
    {
        var parts = text.Split('.');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers;
    }

    [GeneratedRegex(@"[0-9]+\.[0-9]+\.[0-9]+(-[0-9.]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

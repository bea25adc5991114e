namespace Warewulf.Core.Formats;

/// <summary>A section: keys and values in the order of the file. What <c>&lt;&lt;</c> brings in comes last.</summary>
internal sealed class YamlMap(int line, IReadOnlyList<YamlEntry> entries) : YamlItem(line)
{
    /// <summary>The section without keys.</summary>
    public static YamlMap Empty { get; } = new(1, []);

    /// <summary>The keys and values.</summary>
    public IReadOnlyList<YamlEntry> Entries => entries;

    /// <inheritdoc/>
    public override long Size { get; } = entries.Sum(entry => entry.Key.Length + entry.Value.Size) + 1;

    /// <inheritdoc/>
    public override int Depth { get; } = entries.Select(entry => entry.Value.Depth).DefaultIfEmpty(0).Max() + 1;

    /// <summary>The value of a key, or nothing when it is not there.</summary>
    public YamlItem? Find(string key) => entries.FirstOrDefault(entry => entry.IsText && entry.Key == key)?.Value;
}

namespace Warewulf.Core.Formats;

/// <summary>A list.</summary>
internal sealed class YamlList(int line, IReadOnlyList<YamlItem> items) : YamlItem(line)
{
    /// <summary>What is in it.</summary>
    public IReadOnlyList<YamlItem> Items => items;

    /// <inheritdoc/>
    public override long Size { get; } = items.Sum(item => item.Size) + 1;

    /// <inheritdoc/>
    public override int Depth { get; } = items.Select(item => item.Depth).DefaultIfEmpty(0).Max() + 1;
}

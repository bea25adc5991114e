namespace Warewulf.Core.Formats;

/// <summary>A single value, as it is written in the file.</summary>
/// <param name="line">The line on which it begins.</param>
/// <param name="text">The text, without quotes.</param>
/// <param name="isPlain">Whether it stands without quotes and may so be a number, a truth or nothing at all.</param>
internal sealed class YamlText(int line, string text, bool isPlain) : YamlItem(line)
{
    /// <summary>The text.</summary>
    public string Text => text;

    /// <summary>Whether it stands without quotes.</summary>
    public bool IsPlain => isPlain;

    /// <inheritdoc/>
    public override long Size => text.Length + 1;

    /// <inheritdoc/>
    public override int Depth => 0;

    /// <inheritdoc/>
    public override bool IsNull => isPlain && YamlScalar.IsNull(text);
}

namespace Warewulf.Core.Formats;

/// <summary>A key and its value.</summary>
/// <param name="Key">The key as written; a sign for it when it is no text.</param>
/// <param name="IsText">Whether the key is a text.</param>
/// <param name="Line">The line of the key.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(string Key, bool IsText, int Line, YamlItem Value);

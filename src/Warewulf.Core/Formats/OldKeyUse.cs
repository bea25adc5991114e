using Warewulf.Core.Nodes;

namespace Warewulf.Core.Formats;

/// <summary>An old key that a file has.</summary>
/// <param name="Target">The device it belongs to.</param>
/// <param name="Entry">The key and its value.</param>
/// <param name="Path">The keys that lead to it, and itself.</param>
internal sealed record OldKeyUse(FieldTarget Target, YamlEntry Entry, string Path);

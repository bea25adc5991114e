namespace Warewulf.Core.Nodes;

/// <summary>One value that differs between two states of something.</summary>
/// <param name="Path">Which, such as <c>netdevs[default].ipaddr</c>.</param>
/// <param name="Before">The value before as it is shown, such as <c>"rocky9"</c>, <c>[a, b]</c> or <c>&lt;unset&gt;</c>; secrets are masked.</param>
/// <param name="After">The value after, likewise.</param>
public sealed record FieldChange(string Path, string Before, string After);

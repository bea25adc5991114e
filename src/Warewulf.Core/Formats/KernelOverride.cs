namespace Warewulf.Core.Formats;

/// <summary>A kernel named in the way of Warewulf 4.4, which only the image's files can tell the version of.</summary>
/// <param name="Name">What the file says.</param>
/// <param name="Line">Where.</param>
/// <param name="Path">The keys that lead to it.</param>
internal sealed record KernelOverride(string Name, int Line, string Path);

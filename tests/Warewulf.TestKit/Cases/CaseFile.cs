namespace Warewulf.TestKit.Cases;

/// <summary>One output of a template.</summary>
/// <param name="Name">The name it was begun with; empty for the first.</param>
/// <param name="Content">Its text.</param>
/// <param name="Target">Where it points when it is a symbolic link.</param>
public sealed record CaseFile(string Name, string Content, string? Target);

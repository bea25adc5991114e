namespace Warewulf.Templates.Reads;

/// <summary>Something outside the data that a function of the caller used.</summary>
/// <param name="Kind">What it is, in the caller's words: <c>file</c>, <c>image</c>.</param>
/// <param name="Name">Which one: a path.</param>
/// <param name="State">What it was: a hash of its content, or a word for its absence.</param>
public sealed record TemplateInput(string Kind, string Name, string State);

namespace Warewulf.Templates;

/// <summary>A field that a template names.</summary>
/// <param name="Text">As it stands there, such as <c>$device.Ipaddr</c>.</param>
/// <param name="Path">The names from the data on, with <c>[]</c> for whichever item; empty when only a render knows.</param>
public sealed record TemplateField(string Text, IReadOnlyList<string> Path);

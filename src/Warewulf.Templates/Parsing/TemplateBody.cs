using Warewulf.Templates.Parsing.Syntax;

namespace Warewulf.Templates.Parsing;

/// <summary>A parsed template of a set: the main one, or one made by define or block.</summary>
/// <param name="Name">Its name in the set.</param>
/// <param name="ParseName">The name of the text it came from, which errors show.</param>
/// <param name="Text">The whole text it came from, to count lines in.</param>
/// <param name="Root">Its statements.</param>
/// <param name="SlotCount">How many variables can live at once, $ included.</param>
internal sealed record TemplateBody(string Name, string ParseName, ReadOnlyMemory<byte> Text, ListNode Root, int SlotCount);

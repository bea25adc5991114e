using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Recipes;

/// <summary>An extended attribute, which the archive does not keep.</summary>
/// <param name="Path">The file that has it.</param>
/// <param name="Attribute">Its name.</param>
internal readonly record struct AttributeNote(BytePath Path, string Attribute);

using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Recipes;

/// <summary>What a build remembers of a member, to tell the next build's changes.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Size">The length of the content that stands with it.</param>
/// <param name="Header">A hash of its header.</param>
/// <param name="Checksum">The CRC-32 of its content.</param>
internal readonly record struct ImageIndexMember(BytePath Path, uint Size, ulong Header, uint Checksum);

using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Users;

/// <summary>Another owner for one entry of a tree, with what changing it would clear.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Mode">Its type and permissions.</param>
/// <param name="Before">Who owned it.</param>
/// <param name="After">Who is to own it.</param>
/// <param name="Capability">Its file capabilities; empty for none.</param>
internal sealed record OwnerChange(BytePath Path, uint Mode, Owner Before, Owner After, byte[] Capability);

using Warewulf.Core.Nodes;

namespace Warewulf.Core.Formats;

/// <summary>A key that earlier releases of Warewulf wrote, and what becomes of it.</summary>
/// <param name="Scope">Where it stands.</param>
/// <param name="Key">The key.</param>
/// <param name="Upgrade">Applies it to the settings that were read, and says so.</param>
internal sealed record OldKey(FieldScope Scope, string Key, Action<NodeSettingsReader, OldKeyUse> Upgrade);

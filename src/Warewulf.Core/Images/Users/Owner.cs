namespace Warewulf.Core.Images.Users;

/// <summary>Who owns a file.</summary>
/// <param name="Uid">The user.</param>
/// <param name="Gid">The group.</param>
internal readonly record struct Owner(uint Uid, uint Gid);

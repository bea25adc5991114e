using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Users;

/// <summary>What an account file of an image is to hold.</summary>
/// <param name="Path">Where it lies, after every symbolic link.</param>
/// <param name="Content">Its content.</param>
internal sealed record AccountText(BytePath Path, byte[] Content);

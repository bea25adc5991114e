namespace Warewulf.Core.Images.Users;

/// <summary>One line of an account file.</summary>
/// <param name="Text">The line as it stands, without its end.</param>
/// <param name="Name">The account's name; null for comments, NIS lines and whatever has not the fields of an account.</param>
/// <param name="Id">Its id; null where there is none that a file could have.</param>
internal sealed record AccountLine(string Text, string? Name, uint? Id);

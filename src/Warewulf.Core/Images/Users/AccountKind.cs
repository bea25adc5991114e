namespace Warewulf.Core.Images.Users;

/// <summary>What a line of an account file stands for.</summary>
internal enum AccountKind
{
    /// <summary>A user, a line of <c>/etc/passwd</c>.</summary>
    User,

    /// <summary>A group, a line of <c>/etc/group</c>.</summary>
    Group,
}

namespace Warewulf.Core.Images.Users;

/// <summary>
/// All that has to be done to a tree so that its users and groups have the head's ids. It says what is to be, not how to get there, so that doing it
/// again, from wherever it was broken off, ends in the same: users that swap ids are not swapped twice.
/// </summary>
public sealed class UserChange
{
    internal UserChange(IReadOnlyList<OwnerChange> owners, IReadOnlyList<AccountText> texts)
    {
        Owners = owners;
        Texts = texts;
    }

    /// <summary>How many files, directories and links get another owner or group.</summary>
    public int Files => Owners.Count;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Owners.Count == 0 && Texts.Count == 0;

    internal IReadOnlyList<OwnerChange> Owners { get; }

    internal IReadOnlyList<AccountText> Texts { get; }

    /// <summary>Its stored form.</summary>
    public byte[] Write() => UserChangeCodec.Write(this);

    /// <summary>Reads the stored form.</summary>
    /// <returns>The change, or nothing when the bytes are damaged.</returns>
    public static UserChange? Read(byte[] stored) => UserChangeCodec.Read(stored);
}

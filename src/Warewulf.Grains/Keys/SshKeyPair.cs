namespace Warewulf.Grains.Keys;

/// <summary>An SSH key, both halves as <c>ssh-keygen</c> writes them.</summary>
/// <param name="Private">The private key; a secret.</param>
/// <param name="Public">The public key: one line, with its line feed.</param>
public sealed record SshKeyPair(string Private, string Public)
{
    /// <summary>Type and key of the public half, without the comment that may follow.</summary>
    public string PublicKey => string.Join(' ', Public.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(2));

    /// <summary>The public half: what is shown and logged is not secret.</summary>
    public override string ToString() => Public.TrimEnd();
}

namespace Warewulf.Core.Validation;

/// <summary>The rules that names coming from outside must obey.</summary>
public static class Names
{
    private const int LongestHostName = 253;
    private const int LongestFileName = 200;
    private const int LongestKeyType = 16;

    /// <summary>Tells whether the text can be a host name: what the boot protocols and <c>/etc/hosts</c> accept, and underscores.</summary>
    public static bool IsHostName(string? text) =>
        text is { Length: > 0 and <= LongestHostName }
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>Tells whether the text can be used as one directory or file name without meaning anything else to a shell or a path.</summary>
    public static bool IsFileName(string? text) =>
        text is { Length: > 0 and <= LongestFileName }
        && text[0] is not '-'
        && text is not ("." or "..")
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':');

    /// <summary>Tells whether the text can be a type of SSH keys, such as <c>ed25519</c>: it becomes part of file names and of a command line.</summary>
    public static bool IsKeyType(string? text) => text is { Length: > 0 and <= LongestKeyType } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    /// <summary>Makes text from outside fit for one line of a message: control characters replaced, long text cut.</summary>
    public static string Printable(string? text)
    {
        const int Longest = 80;
        var clean = string.Concat((text ?? "").Select(c => char.IsControl(c) ? '?' : c));
        return clean.Length <= Longest ? clean : clean[..Longest] + "...";
    }
}

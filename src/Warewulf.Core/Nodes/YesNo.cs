namespace Warewulf.Core.Nodes;

/// <summary>The yes/no words of <c>nodes.conf</c>, which keeps them as written.</summary>
public static class YesNo
{
    /// <summary>Tells whether the text is one of the words.</summary>
    public static bool IsWord(string text) => IsTrue(text) || IsFalse(text);

    /// <summary>Reads a setting that is off unless it says yes.</summary>
    public static bool OrFalse(string? text) => text is not null && IsTrue(text);

    /// <summary>Reads a setting that is on unless it says no.</summary>
    public static bool OrTrue(string? text) => text is null || !IsFalse(text);

    private static bool IsTrue(string text) => text.ToLowerInvariant() is "yes" or "y" or "on" or "true" or "t" or "1";

    private static bool IsFalse(string text) => text.ToLowerInvariant() is "no" or "n" or "off" or "false" or "f" or "0";
}

using System.Globalization;
using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Functions;

/// <summary>Names of systemd units made of other texts, as the tool <c>systemd-escape</c> makes them.</summary>
internal static class SystemdEscaping
{
    /// <summary>Escapes a text: a slash becomes a dash, what a unit name cannot hold becomes <c>\xNN</c>.</summary>
    internal static string Escape(string text)
    {
        var name = new StringBuilder(text.Length);
        foreach (var value in GoText.ToUtf8(text))
        {
            var character = (char)value;
            if (character == '/')
            {
                name.Append('-');
            }
            else if (char.IsAsciiLetterOrDigit(character) || character is ':' or '_' || (character == '.' && name.Length > 0))
            {
                name.Append(character);
            }
            else
            {
                name.Append("\\x").Append(value.ToString("x2", CultureInfo.InvariantCulture));
            }
        }

        return name.ToString();
    }

    /// <summary>Escapes a path: slashes at its ends and repeated ones do not count, and the root is a dash.</summary>
    internal static string EscapePath(string path)
    {
        var components = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return components.Length == 0 ? "-" : Escape(string.Join('/', components));
    }
}

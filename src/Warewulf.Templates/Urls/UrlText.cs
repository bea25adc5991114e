using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Urls;

/// <summary>URLs are taken apart byte by byte: each byte becomes one character for that time.</summary>
internal static class UrlText
{
    public static string FromGo(string text) => Encoding.Latin1.GetString(GoText.ToUtf8(text));

    public static string ToGo(string bytes) => GoText.FromUtf8(Encoding.Latin1.GetBytes(bytes));
}

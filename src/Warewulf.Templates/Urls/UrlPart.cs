namespace Warewulf.Templates.Urls;

/// <summary>A part of a URL: each has its own set of characters that must be escaped.</summary>
internal enum UrlPart
{
    Path,
    Host,
    Zone,
    User,
    Fragment,
}

namespace Warewulf.Templates.Urls;

/// <summary>A text is no URL; the message is Go's.</summary>
internal sealed class UrlException(string message) : Exception(message);

using System.Text;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Images;

/// <summary>
/// The files that an image keeps to itself: one shell pattern per line, matched against the whole path without its leading slash;
/// <c>*</c> does not cross a slash, and a directory that matches is left out with its content. Empty lines and lines that start with
/// <c>#</c> mean nothing.
/// </summary>
public sealed class ImageTreeExcludes
{
    /// <summary>Where an image holds its list.</summary>
    public const string FilePath = "/etc/warewulf/excludes";

    private const int MaxFileSize = 1024 * 1024;

    private readonly IReadOnlyList<BytePattern> _patterns;

    private ImageTreeExcludes(IReadOnlyList<BytePattern> patterns)
    {
        _patterns = patterns;
    }

    /// <summary>Nothing is left out.</summary>
    public static ImageTreeExcludes None { get; } = new([]);

    /// <summary>Reads a list.</summary>
    /// <exception cref="WarewulfException">Invalid: a pattern is not well formed; the message has its line.</exception>
    public static ImageTreeExcludes Parse(ReadOnlySpan<byte> text)
    {
        var patterns = new List<BytePattern>();
        var number = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            number++;
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == '#' || line.Trim((byte)'/').IsEmpty)
            {
                continue;
            }

            patterns.Add(BytePattern.TryParse(line.Trim((byte)'/'), out var problem) ?? throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"Line {number} of the image's {FilePath}, '{Encoding.UTF8.GetString(line)}', is no pattern: {problem}. Correct the line."));
        }

        return new ImageTreeExcludes(patterns);
    }

    /// <summary>Reads the list of an image; an image without one leaves nothing out.</summary>
    /// <exception cref="WarewulfException">Invalid: a pattern is not well formed, or the list is larger than 1 MiB.</exception>
    public static ImageTreeExcludes Read(ImageRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        using var file = root.OpenRead(FilePath);
        if (file is null)
        {
            return None;
        }

        var text = new byte[MaxFileSize + 1];
        var length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return length <= MaxFileSize
            ? Parse(text.AsSpan(0, length))
            : throw new WarewulfException(ApiErrorCode.Invalid, $"The image's {FilePath} is larger than {MaxFileSize} bytes. Shorten the list.");
    }

    /// <summary>Whether a pattern matches the path itself; a match higher up is the walk's business.</summary>
    public bool IsExcluded(BytePath path)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.IsMatch(path.Bytes))
            {
                return true;
            }
        }

        return false;
    }
}

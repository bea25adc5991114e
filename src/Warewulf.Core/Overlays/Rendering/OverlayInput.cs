using System.Security.Cryptography;
using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>What templates read besides their data: files of the server and of images, and where links lead.</summary>
internal static class OverlayInput
{
    internal const string File = "file";
    internal const string Image = "image";
    internal const string Link = "link";

    /// <summary>The name of a file of an image. No image's name has a slash in it.</summary>
    internal static string InImage(string image, string path) => $"{image}/{path}";

    /// <summary>Looks at an input.</summary>
    internal static string Look(IOverlayFiles files, string kind, string name)
    {
        try
        {
            return kind switch
            {
                File => StateOf(files.ReadServer(name)),
                Image => StateOf(files.ReadImage(name[..name.IndexOf('/')], name[(name.IndexOf('/') + 1)..])),
                Link => StateOf(files.Resolve(name)),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
            };
        }
        catch (WarewulfException e)
        {
            return StateOf(e);
        }
    }

    /// <summary>An input that another process tells of.</summary>
    /// <exception cref="InvalidDataException">There is none of this kind.</exception>
    internal static TemplateInput Checked(TemplateInput input) => input.Kind is File or Link || (input.Kind == Image && input.Name.Contains('/', StringComparison.Ordinal))
        ? input
        : throw new InvalidDataException("An input is impossible.");

    internal static string StateOf(byte[]? content) => content is null ? "absent" : Convert.ToHexStringLower(SHA256.HashData(content));

    internal static string StateOf(string? target) => target is null ? "absent" : $"leads to {target}";

    internal static string StateOf(WarewulfException refusal) => $"refused: {refusal.Message}";
}

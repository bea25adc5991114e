using Warewulf.Core.Api;
using Warewulf.Core.Images;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Overlays.Files;

/// <summary>The files of this machine, as far as templates may read them, and those of the site's images.</summary>
public sealed class OverlayFiles : IOverlayFiles
{
    /// <summary>The largest file that can be included, in bytes: 16 MiB.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private readonly string _root;
    private readonly string _configuration;
    private readonly IReadOnlyList<string> _directories;
    private readonly Func<ImageName, string> _imageRoot;

    /// <summary>Makes the access.</summary>
    /// <param name="root">The directory that stands for <c>/</c>; empty for the machine's own. Symbolic links never lead out of it.</param>
    /// <param name="configuration">What relative paths are relative to, such as <c>/etc/warewulf</c>, without the root.</param>
    /// <param name="directories">The directories below which files may be read, such as <c>/etc</c>, without the root.</param>
    /// <param name="imageRoot">Where an image's root file system lies, with the root.</param>
    public OverlayFiles(string root, string configuration, IReadOnlyList<string> directories, Func<ImageName, string> imageRoot)
    {
        ArgumentNullException.ThrowIfNull(root);
        _root = root.Length == 0 ? "/" : root;
        _configuration = configuration;
        _directories = [.. directories.Select(static directory => Path.GetFullPath(directory).TrimEnd('/'))];
        _imageRoot = imageRoot;
    }

    /// <summary>What templates may read unless the admin says otherwise: configuration, root's SSH keys, time zones.</summary>
    public static IReadOnlyList<string> DefaultDirectories { get; } = ["/etc", "/usr/local/etc", "/root/.ssh", "/usr/share/zoneinfo"];

    /// <inheritdoc/>
    public byte[]? ReadServer(string path) => Read(_root, Allowed(path), $"'{path}'");

    /// <inheritdoc/>
    public byte[]? ReadImage(string image, string path) =>
        ImageReference.TryParse(image, null, out var reference) ? Read(_imageRoot(reference.Name), path, $"'{path}' of image '{image}'") : null;

    /// <inheritdoc/>
    public string? Resolve(string path)
    {
        using var root = ImageRoot.Open(_root);
        return root.Find(Allowed(path)) is { } found ? $"/{found.Path}" : null;
    }

    private static byte[]? Read(string directory, string path, string what)
    {
        try
        {
            using var root = ImageRoot.Open(directory);
            using var file = root.OpenRead(path);
            if (file is null)
            {
                return null;
            }

            // Not by its length alone: files below /proc and /sys claim to be empty.
            var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int count; (count = file.Read(buffer)) > 0;)
            {
                content.Write(buffer, 0, count);
                if (content.Length > MaxLength)
                {
                    throw WarewulfException.Invalid(
                        $"The file {what} has more than {MaxLength} bytes and cannot be included. Ship it as a file of the overlay.");
                }
            }

            return content.ToArray();
        }
        catch (WarewulfException error) when (error.Code is ApiErrorCode.NotFound or ApiErrorCode.Forbidden)
        {
            return null;
        }
    }

    private string Allowed(string path)
    {
        var full = path.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(path, _configuration);
        return _directories.Any(directory => full.StartsWith(directory + "/", StringComparison.Ordinal))
            ? full
            : throw WarewulfException.Invalid(
                $"Templates may not read '{Names.Printable(path)}' of the server: "
                + $"it is not below {string.Join(", ", _directories)}. Move the file there.");
    }
}

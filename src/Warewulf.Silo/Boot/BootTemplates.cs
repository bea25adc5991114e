using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Site;
using Warewulf.Core.Validation;
using Warewulf.Silo.Blobs;

namespace Warewulf.Silo.Boot;

/// <summary>Boot script templates: the site's own below <c>etc/warewulf/ipxe</c>, else those of the installation.</summary>
internal sealed class BootTemplates
{
    private readonly BlobStore _blobs;
    private readonly string[] _directories;

    public BootTemplates(BlobStore blobs, SitePaths paths)
    {
        _blobs = blobs;
        _directories = [Path.Combine(paths.Configuration, "ipxe"), Path.Combine(paths.Share, "ipxe")];
    }

    /// <summary>Finds a template by its name without <c>.ipxe</c>.</summary>
    /// <returns>The template as a blob, or nothing when there is none of that name.</returns>
    /// <exception cref="WarewulfException">Unavailable: the file is there and cannot be read.</exception>
    public async Task<ArtifactRef?> FindAsync(string name)
    {
        if (!Names.IsFileName(name))
        {
            return null;
        }

        foreach (var file in _directories.Select(directory => Path.Combine(directory, name + ".ipxe")))
        {
            if (await ReadAsync(file) is { } content)
            {
                return await _blobs.PutAsync(name + ".ipxe", gzip: false, content);
            }
        }

        return null;
    }

    private static async Task<byte[]?> ReadAsync(string file)
    {
        try
        {
            return await File.ReadAllBytesAsync(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"The boot script '{file}' cannot be read: {e.Message} Check the file.", e);
        }
    }
}

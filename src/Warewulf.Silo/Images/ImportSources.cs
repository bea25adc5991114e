using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Oci;
using Warewulf.Core.Site;
using Warewulf.Core.Validation;

namespace Warewulf.Silo.Images;

/// <summary>Finds what an image is imported from, and makes it ready to be written.</summary>
internal sealed class ImportSources(SitePaths paths, LayerCache cache, Skopeo skopeo)
{
    /// <summary>Opens a source.</summary>
    /// <param name="request">What is imported.</param>
    /// <param name="address">Its source.</param>
    /// <param name="id">The import.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up; nothing is left.</param>
    /// <exception cref="WarewulfException">There is no such source, or it cannot be had.</exception>
    public async Task<ImportSupply> OpenAsync(
        ImageImportRequest request, ImageAddress address, Guid id, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        var platform = Platform(request);
        if (!address.IsPath)
        {
            return await FetchAsync(request, address, platform, id, progress, cancellationToken);
        }

        var (path, reference) = Locate(request, address);
        return Directory.Exists(path)
            ? OpenDirectory(request, address, path, reference, platform)
            : await Task.Run(() => OpenFile(request, address, path, reference, platform, id, cancellationToken), cancellationToken);
    }

    /// <summary>Looks whether a source can be had, without fetching or unpacking it.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public async Task CheckAsync(ImageImportRequest request, ImageAddress address, Guid id, CancellationToken cancellationToken)
    {
        var platform = Platform(request);
        if (!address.IsPath)
        {
            using var work = new ImportWork(paths.Cache, id);
            await skopeo.InspectAsync(request, address, platform, work.Path, cancellationToken);
            return;
        }

        var (path, reference) = Locate(request, address);
        if (Directory.Exists(path))
        {
            OpenDirectory(request, address, path, reference, platform).Dispose();
        }
        else
        {
            await Task.Run(() => Explain(request, () => Probe(path)), cancellationToken);
        }
    }

    private static OciPlatform? Platform(ImageImportRequest request)
    {
        var platform = string.IsNullOrEmpty(request.Platform) ? null : OciPlatform.Parse(request.Platform);
        if (string.IsNullOrEmpty(request.Username) != string.IsNullOrEmpty(request.Password))
        {
            throw WarewulfException.Invalid($"Image '{request.Name}' cannot be imported: a user name and a password go together. Give both or neither.");
        }

        return platform;
    }

    private static (string Path, string? Reference) Locate(ImageImportRequest request, ImageAddress address)
    {
        if (!Path.IsPathFullyQualified(address.Target) || address.Target.Any(char.IsControl))
        {
            throw WarewulfException.Invalid($"Image '{request.Name}' cannot be imported: '{Names.Printable(address.Target)}' is not an absolute path on the head.");
        }

        // Behind a colon may stand which image of several; but a path may have colons too.
        var path = address.Target;
        while (!Path.Exists(path) && address.Transport != ImageTransport.Path && path.LastIndexOf(':') is var colon and > 0)
        {
            path = path[..colon];
        }

        return Path.Exists(path)
            ? (path, path.Length == address.Target.Length ? null : address.Target[(path.Length + 1)..])
            : throw WarewulfException.NotFound(
                $"Image '{request.Name}' cannot be imported: there is no directory or archive '{address.Target}' on the head. Check the path.");
    }

    private static ImportSupply OpenDirectory(ImageImportRequest request, ImageAddress address, string path, string? reference, OciPlatform? platform)
    {
        if (address.Transport == ImageTransport.OciDirectory || (address.Transport == ImageTransport.Path && OciDirectory.Is(path)))
        {
            return OciDirectory.Is(path)
                ? Layers(Explain(request, () => OciReader.Read(new OciDirectory(path), reference, platform)), platform)
                : throw WarewulfException.Invalid($"Image '{request.Name}' cannot be imported: '{path}' is no OCI layout: it lacks 'oci-layout' or 'index.json'.");
        }

        if (address.Transport != ImageTransport.Path)
        {
            throw WarewulfException.Invalid($"Image '{request.Name}' cannot be imported: '{path}' is a directory and no archive. Write the path alone.");
        }

        using (var root = ImageRoot.Open(path))
        {
            if (root.Find("bin/sh") is not { IsFile: true })
            {
                throw WarewulfException.Invalid(
                    $"Image '{request.Name}' cannot be imported: '{path}' is no root file system: it has no shell 'bin/sh'. Check the path.");
            }
        }

        return new ImportSupply("copying", (target, options, token) => ImageTree.Copy(path, target, options, token));
    }

    private ImportSupply OpenFile(
        ImageImportRequest request, ImageAddress address, string path, string? reference, OciPlatform? platform, Guid id, CancellationToken cancellationToken)
    {
        var (isImage, isCompressed) = Explain(request, () => Probe(path));
        if (address.Transport == ImageTransport.Path && !isImage)
        {
            return new ImportSupply("unpacking", (target, options, token) =>
            {
                using var tar = File.OpenRead(path);
                return ImageTree.ExtractTar(tar, target, options, token);
            });
        }

        var work = isCompressed ? new ImportWork(paths.Cache, id) : null;
        try
        {
            var image = Explain(request, () =>
            {
                var archive = new OciArchive(work is null ? path : Decompressed(path, work, cancellationToken), cancellationToken);
                return address.Transport != ImageTransport.OciArchive && archive.Has("manifest.json")
                    ? DockerArchiveReader.Read(archive, reference, platform)
                    : OciReader.Read(archive, reference, platform);
            });
            return Layers(image, platform) with { Work = work };
        }
        catch
        {
            work?.Dispose();
            throw;
        }
    }

    private static (bool IsImage, bool IsCompressed) Probe(string path)
    {
        using var file = File.OpenRead(path);
        var isCompressed = ImageArchiveProbe.IsCompressed(file);
        file.Position = 0;
        return (ImageArchiveProbe.IsImage(file, ExternalDecompressor.Open), isCompressed);
    }

    private static string Decompressed(string path, ImportWork work, CancellationToken cancellationToken)
    {
        var plain = Path.Combine(work.Path, "archive.tar");
        using var source = File.OpenRead(path);
        using var target = File.Create(plain);
        ImageArchiveProbe.Decompress(source, target, ExternalDecompressor.Open, cancellationToken);
        return plain;
    }

    private async Task<ImportSupply> FetchAsync(
        ImageImportRequest request,
        ImageAddress address,
        OciPlatform? platform,
        Guid id,
        IProgress<ImageProgress>? progress,
        CancellationToken cancellationToken)
    {
        var work = new ImportWork(paths.Cache, id);
        try
        {
            using var used = cache.Use();
            progress?.Report(new ImageProgress("fetching"));
            var before = cache.Length();
            void Moved() => progress?.Report(new ImageProgress("fetching", Math.Max(0, cache.Length() - before) + Unfinished(work.Path)));
            await skopeo.CopyAsync(request, address, platform, work.Path, cache.Blobs, Moved, cancellationToken);
            var image = Fetched(request, work, platform);
            cache.Touch(image.LayerDigests);
            return Layers(image, platform) with { Work = work, OnDamage = () => cache.Remove(image.LayerDigests) };
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    private OciImage Fetched(ImageImportRequest request, ImportWork work, OciPlatform? platform)
    {
        try
        {
            return Explain(request, () => OciReader.Read(new OciDirectory(Path.Combine(work.Path, "image"), cache.Blobs), null, platform));
        }
        catch (WarewulfException e) when (e.Code == ApiErrorCode.Invalid)
        {
            cache.RemoveDocuments();
            throw;
        }
    }

    private static ImportSupply Layers(OciImage image, OciPlatform? platform) =>
        new("unpacking", (target, options, token) => OciUnpacker.Unpack(image, target, options, token))
        {
            Warnings = platform is null && !image.Platform.Satisfies(OciPlatform.Own)
                ? [$"the image is for {image.Platform}, and this head is {OciPlatform.Own}: only nodes of the image's kind boot it"]
                : [],
        };

    private static long Unfinished(string directory)
    {
        try
        {
            return new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // Files come and go while they are looked at.
            return 0;
        }
    }

    // What is wrong with a source is known where it is read, which source and for what only here.
    private static T Explain<T>(ImageImportRequest request, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (WarewulfException e) when (e.Code is ApiErrorCode.Invalid or ApiErrorCode.NotFound)
        {
            throw Failed(request, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unreadable(request, e);
        }
        catch (IOException e)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"Image '{request.Name}' cannot be imported from '{request.Source}': {e.Message}", e);
        }
    }

    /// <summary>A source that this process may not read.</summary>
    internal static WarewulfException Unreadable(ImageImportRequest request, UnauthorizedAccessException cause) => new(
        ApiErrorCode.Forbidden, $"Image '{request.Name}' cannot be imported: '{request.Source}' cannot be read. Run warewulfd as root.", cause);

    /// <summary>A failure in reading a source, with the image and the source.</summary>
    internal static WarewulfException Failed(ImageImportRequest request, WarewulfException cause) =>
        new(cause.Code, $"Image '{request.Name}' cannot be imported from '{request.Source}'. {cause.Message}", cause);
}

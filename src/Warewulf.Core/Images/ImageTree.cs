using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images.Recipes;

namespace Warewulf.Core.Images;

/// <summary>
/// Imports, copies, builds and deletes the directory trees that nodes boot from. File names are bytes, no symbolic link inside a tree is
/// ever followed, and one call handles one file system only. Calls are synchronous and long: minutes for a large image.
/// </summary>
public static class ImageTree
{
    /// <summary>
    /// Copies a tree with owners, modes, times, hard links, devices, holes and extended attributes. The destination appears when it is
    /// whole and on disk, or not at all.
    /// </summary>
    /// <param name="source">An existing directory.</param>
    /// <param name="destination">A directory that does not exist yet, in one that does.</param>
    /// <param name="options">How to import.</param>
    /// <param name="cancellationToken">Ends the call; what was copied is removed.</param>
    /// <exception cref="WarewulfException">
    /// NotFound: no source or no place; Conflict: the destination exists; Forbidden: needs root; Unavailable: the disk is full; Busy: the
    /// source changed; Invalid: a path in the source is too long.
    /// </exception>
    public static ImageTreeWriteResult Copy(string source, string destination, ImageTreeWriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var sourceRoot = Path.GetFullPath(source).TrimEnd('/') + '/';
        if ((Path.GetFullPath(destination) + '/').StartsWith(sourceRoot, StringComparison.Ordinal))
        {
            throw new WarewulfException(ApiErrorCode.Invalid, $"Cannot copy '{source}' into itself ('{destination}'). Choose a destination elsewhere.");
        }

        var meter = new ImageTreeMeter(options.Progress, cancellationToken);
        var warnings = new ImageTreeWarnings();
        using var from = ImageTreeErrors.OpenRoot(source);
        ImageTreeStaging.Run(destination, options.Suffix, root => Guard($"copy '{source}' into", destination, () =>
        {
            CopyOver(options.Over, root, meter, warnings, cancellationToken);
            new ImageTreeCopier(source, meter, warnings, options.Over is not null, cancellationToken).Copy(from, root);
        }));
        meter.Finish();
        return new ImageTreeWriteResult(meter.Entries, meter.Bytes, warnings.ToList());
    }

    /// <summary>
    /// Unpacks a tar archive, plain or compressed (told by its first bytes). The destination appears when it is whole and on disk, or not
    /// at all. Leading slashes of member names are dropped; an archive with <c>..</c>, with members below symbolic links or with hard links
    /// to absolute paths is refused as a whole.
    /// </summary>
    /// <param name="tar">The archive from its first byte; stays open.</param>
    /// <param name="destination">A directory that does not exist yet, in one that does.</param>
    /// <param name="options">How to import.</param>
    /// <param name="cancellationToken">Ends the call; what was unpacked is removed.</param>
    /// <exception cref="WarewulfException">
    /// Invalid: damaged, cut short, unsafe or in an unknown format; Conflict: the destination exists; Forbidden: needs root; Unavailable:
    /// the disk is full; NotFound: no place.
    /// </exception>
    public static ImageTreeWriteResult ExtractTar(Stream tar, string destination, ImageTreeWriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tar);
        ArgumentNullException.ThrowIfNull(options);
        var meter = new ImageTreeMeter(options.Progress, cancellationToken);
        var warnings = new ImageTreeWarnings();
        ImageTreeStaging.Run(destination, options.Suffix, root => Guard("unpack the archive into", destination, () =>
        {
            CopyOver(options.Over, root, meter, warnings, cancellationToken);
            if (tar.CanSeek)
            {
                meter.Follow(() => tar.Position, tar.Length);
            }

            using var plain = Decompress(tar, options.Decompressor);
            using var ahead = new ReadAheadStream(plain);
            var reader = new TarArchiveReader(ahead);
            using (var extractor = new ImageTreeExtractor(root, meter, warnings))
            {
                extractor.Extract(reader, options.Over is null ? ImageTreeMerge.None : ImageTreeMerge.Archive);
                extractor.Finish(isNew: options.Over is null);
            }

            reader.ReadToEnd(cancellationToken);
        }));
        meter.Finish();
        return new ImageTreeWriteResult(meter.Entries, meter.Bytes, warnings.ToList());
    }

    /// <summary>
    /// Builds what a node boots: a newc cpio archive of the tree, as the recipe of one gzip member. Names are relative and in byte order. The
    /// same tree gives the same recipe, whatever was taken over from the build before.
    /// </summary>
    /// <param name="directory">The root directory of the image.</param>
    /// <param name="store">Receives segments, from several threads.</param>
    /// <param name="options">What to leave out and how to compress.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WarewulfException">
    /// NotFound: no such directory; Invalid: a file over 4 GiB, a path over 4095 bytes or a bad exclude pattern; Busy: a file changed;
    /// Forbidden: needs root.
    /// </exception>
    /// <exception cref="IOException">The store refuses. Where it lies, and what to do about it, is known to whoever opened it.</exception>
    public static ImageTreeBuildResult Build(
        string directory, ISegmentStore store, ImageTreeBuildOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var meter = new ImageTreeMeter(options.Progress, cancellationToken);
        var warnings = new ImageTreeWarnings();
        var excludes = options.Excludes ?? ReadExcludes(directory);
        using var root = ImageTreeErrors.OpenRoot(directory);
        var scan = new ImageTreeScan(excludes, warnings, cancellationToken);
        ImageTreeBuildResult? result = null;
        Guard("build the image from", directory, () =>
        {
            var items = scan.Run(root, options.IncludeRoot);
            result = new ImageRecipeBuild(directory, root, store, options, meter).Run(items, cancellationToken);
        });
        meter.Finish();
        foreach (var note in result!.Index.Groups.SelectMany(group => group.Notes))
        {
            warnings.Add(note);
        }

        return result with { Excluded = scan.Excluded, Warnings = warnings.ToList() };
    }

    /// <summary>Tells what <see cref="Build"/> would find, without reading a file.</summary>
    /// <inheritdoc cref="Build"/>
    public static ImagePreview Preview(string directory, ImageTreeBuildOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var excludes = options.Excludes ?? ReadExcludes(directory);
        using var root = ImageTreeErrors.OpenRoot(directory);
        ImagePreview? preview = null;
        Guard("look at the image in", directory, () =>
            preview = ImageRecipePreview.Of(new ImageTreeScan(excludes, new ImageTreeWarnings(), cancellationToken).Run(root, options.IncludeRoot), options));
        return preview!;
    }

    /// <summary>How many bytes the files of a tree hold; a file with several names counts once.</summary>
    /// <param name="directory">The root directory of the image.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WarewulfException">NotFound: no such directory; Invalid: a path over 4095 bytes; Forbidden: needs root.</exception>
    public static long Measure(string directory, CancellationToken cancellationToken)
    {
        using var root = ImageTreeErrors.OpenRoot(directory);
        var length = 0L;
        Guard("measure", directory, () =>
            length = new ImageTreeScan(ImageTreeExcludes.None, new ImageTreeWarnings(), cancellationToken).Run(root, includeRoot: false)
                .Where(item => item.Status.IsRegular).DistinctBy(item => item.Identity).Sum(item => item.Status.Size));
        return length;
    }

    /// <summary>Deletes a directory with everything in it, whatever bytes the names hold; never follows a link or enters a mount.</summary>
    /// <exception cref="WarewulfException">NotFound: there is no such directory; Forbidden: needs root; Internal: it is in use.</exception>
    public static void Delete(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var parentPath = Path.GetDirectoryName(full) ?? throw new ArgumentException("The root directory cannot be deleted.", nameof(directory));
        using var parent = ImageTreeErrors.OpenRoot(parentPath);
        var name = BytePath.FromText(Path.GetFileName(full)).Bytes.ToArray();
        Guard("delete", full, () =>
        {
            if (PosixFile.TryStatus(parent, name) is not { IsDirectory: true })
            {
                throw new WarewulfException(ApiErrorCode.NotFound, $"There is no directory '{full}' to delete. Check the name.");
            }

            TreeRemover.Remove(parent, name);
            PosixFile.Sync(parent);
        });
    }

    private static ImageTreeExcludes ReadExcludes(string directory)
    {
        using var image = ImageRoot.Open(directory);
        return ImageTreeExcludes.Read(image);
    }

    /// <summary>Begins with a copy of the tree that the new one is laid over, if there is one.</summary>
    internal static void CopyOver(
        string? tree, SafeFileHandle root, ImageTreeMeter meter, ImageTreeWarnings warnings, CancellationToken cancellationToken)
    {
        if (tree is not null)
        {
            using var from = ImageTreeErrors.OpenRoot(tree);
            new ImageTreeCopier(tree, meter, warnings, isOver: false, cancellationToken).Copy(from, root);
        }
    }

    /// <summary>The plain bytes of an archive, whatever it is compressed with.</summary>
    internal static Stream Decompress(Stream tar, ArchiveDecompressor? decompressor)
    {
        var peeked = new PeekedStream(tar);
        return peeked.Compression switch
        {
            ArchiveCompression.None => peeked,
            ArchiveCompression.Gzip => new GzipReadStream(peeked),
            var other when decompressor is not null => decompressor(other, peeked),
            var other => throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"The archive is compressed with {other.ToString().ToLowerInvariant()}, which cannot be read here. Compress it with gzip instead."),
        };
    }

    /// <summary>Does something and puts the system's errors into words.</summary>
    internal static void Guard(string doing, string directory, Action action)
    {
        try
        {
            action();
        }
        catch (PosixException e)
        {
            throw ImageTreeErrors.Translate(e, doing, directory);
        }
    }
}

using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>
/// Unpacks the archive of a node's overlays into a directory that is then laid over the image. Names lead where they lead in the image: what
/// an overlay has below <c>/lib</c> is below <c>/usr/lib</c> where the image has a link from one to the other.
/// </summary>
public static class OverlayUnpacker
{
    /// <summary>Unpacks one archive over what is in the directory.</summary>
    /// <param name="archive">A cpio archive in a gzip member.</param>
    /// <param name="image">The image.</param>
    /// <param name="directory">An existing directory.</param>
    /// <param name="cancellationToken">Gives up; the directory is then to be thrown away.</param>
    /// <exception cref="WarewulfException">Invalid: the archive is damaged or goes against the image; Unavailable: the disk is full.</exception>
    public static void Unpack(Stream archive, ImageRoot image, string directory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var root = ImageTreeErrors.OpenRoot(directory);
        ImageTree.Guard("unpack overlays into", directory, () =>
        {
            using var plain = new GzipReadStream(archive);
            var reader = new CpioReader(plain);
            using var cursor = new DirectoryCursor(root);
            var attributes = new ImageTreeAttributes(new ImageTreeWarnings());
            var directories = new List<(BytePath Path, ImageTreeMetadata Metadata)>();
            while (reader.ReadEntry() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var isDirectory = UnixMode.Is(entry.Mode, UnixMode.Directory);
                var path = Place(image, entry, isDirectory);
                var metadata = new ImageTreeMetadata(entry.Mode, entry.Uid, entry.Gid, entry.ModifiedSeconds, 0);
                if (isDirectory)
                {
                    cursor.Open(path, create: true);
                    directories.Add((path, metadata));
                    continue;
                }

                var parent = cursor.Open(path.Parent, create: true);
                Write(reader, entry, parent, path.FileName);
                attributes.Apply(parent, path.FileName, metadata, []);
            }

            // Deepest first: writing into a directory changes its time.
            foreach (var (path, metadata) in directories.OrderByDescending(found => found.Path.Length).Where(found => !found.Path.IsEmpty))
            {
                attributes.Apply(cursor.Open(path.Parent), path.FileName, metadata, []);
            }
        });
    }

    private static BytePath Place(ImageRoot image, CpioEntry entry, bool isDirectory)
    {
        var parent = image.Place(entry.Name.Parent);
        var place = isDirectory ? image.Place(entry.Name) : parent?.Child(entry.Name.FileName);
        return place is { } found && image.Find(parent!.Value) is null or { IsDirectory: true } ? found : throw WarewulfException.Invalid(
            $"The overlays have '/{entry.Name}', which lies below something in the image that is no directory. Correct the overlay or the image.");
    }

    private static void Write(CpioReader reader, CpioEntry entry, SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        // The runtime overlay replaces what the system overlay has of the same name.
        if (PosixFile.TryStatus(parent, name) is { IsDirectory: false })
        {
            PosixFile.Remove(parent, name, isDirectory: false);
        }

        if (UnixMode.Is(entry.Mode, UnixMode.Regular))
        {
            using var file = PosixFile.Open(parent, name, OpenFlags.NewFile, 0x180);
            var buffer = new byte[64 * 1024];
            for (int count; (count = reader.ReadContent(buffer)) > 0;)
            {
                PosixFile.Write(file, buffer.AsSpan(0, count));
            }
        }
        else if (UnixMode.Is(entry.Mode, UnixMode.SymbolicLink))
        {
            var target = new byte[entry.Size];
            for (int done = 0, count; (count = reader.ReadContent(target.AsSpan(done))) > 0; done += count)
            {
            }

            PosixFile.MakeSymbolicLink(target, parent, name);
        }
        else
        {
            PosixFile.MakeNode(parent, name, (entry.Mode & UnixMode.TypeMask) | 0x180, entry.DeviceMajor, entry.DeviceMinor);
        }
    }
}

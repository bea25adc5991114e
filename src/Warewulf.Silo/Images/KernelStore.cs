using System.Text;
using Warewulf.Core;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Recipes;
using Warewulf.Silo.Blobs;

namespace Warewulf.Silo.Images;

/// <summary>Stores the kernels of an image and what belongs to them. Files that are as they were at the build before are not read.</summary>
internal sealed class KernelStore : IDisposable
{
    private readonly ImageRoot _image;
    private readonly BlobStore _blobs;
    private readonly BlobHold _hold;
    private readonly Dictionary<BytePath, StoredFile> _before;
    private readonly DateTimeOffset? _scannedAt;
    private readonly Dictionary<BytePath, StoredFile> _files = [];

    /// <summary>Opens an image.</summary>
    /// <param name="root">The root directory of its tree.</param>
    /// <param name="blobs">Where files are stored.</param>
    /// <param name="hold">What keeps them until the catalog names them.</param>
    /// <param name="before">What the build before remembered.</param>
    /// <param name="scannedAt">The time by the clock of the tree's file system, taken before the build; nothing when it is not known.</param>
    public KernelStore(string root, BlobStore blobs, BlobHold hold, ImageBuildIndex? before, DateTimeOffset? scannedAt)
    {
        _image = ImageRoot.Open(root);
        _blobs = blobs;
        _hold = hold;
        _before = (before?.Files ?? []).ToDictionary(file => file.Path);
        _scannedAt = scannedAt;
    }

    /// <summary>What the next build is to know of the files stored.</summary>
    public IReadOnlyList<StoredFile> Files => [.. _files.Values];

    /// <summary>Stores all kernels, each with its initramfs where there is one.</summary>
    public async Task<IReadOnlyList<ImageKernel>> StoreAsync()
    {
        var kernels = new List<ImageKernel>();
        foreach (var kernel in KernelFinder.List(_image))
        {
            var initramfs = KernelFinder.FindInitramfs(_image, kernel);
            kernels.Add(new ImageKernel(
                "/" + kernel.Path,
                kernel.Version?.Text ?? "",
                kernel.IsDefault,
                await StoreAsync(kernel.ResolvedPath, Encoding.UTF8.GetString(kernel.Path.FileName)),
                initramfs is null ? null : await StoreAsync(initramfs.Path, Encoding.UTF8.GetString(initramfs.Path.FileName))));
        }

        return kernels;
    }

    /// <inheritdoc/>
    public void Dispose() => _image.Dispose();

    private async Task<ArtifactRef> StoreAsync(BytePath path, string name)
    {
        var stamp = (_image.Find(path) ?? throw Vanished(path)).Stamp;
        if (_before.TryGetValue(path, out var known) && known.Stamp == stamp && _blobs.Use(known.Digest, stamp.Size, _hold))
        {
            _files[path] = known;
            return new ArtifactRef(known.Digest, stamp.Size, name);
        }

        var stored = await _blobs.PutFileAsync(name, () => _image.OpenRead(path) ?? throw Vanished(path), _hold);
        if (_scannedAt is { } scanned && stamp.IsAtRest(scanned))
        {
            _files[path] = new StoredFile(path, stamp, stored.Digest);
        }

        return stored;
    }

    private static WarewulfException Vanished(BytePath path) => WarewulfException.Conflict($"'/{path}' vanished from the image while it was built. Build again.");
}

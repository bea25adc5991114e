using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Images;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>
/// Puts the tree together that the command of a session sees, by mounts that only its own namespace has. Nothing is made in the image for
/// it: what is missing to mount on lies in a lower layer of an overlay file system, whose upper layer is the image. What is copied in lies there
/// too, so that the kernel puts it into the image when the command changes it, and only then.
/// </summary>
/// <param name="plan">What to put together.</param>
/// <param name="warn">Takes what does not work and is not needed.</param>
internal sealed class SessionTree(SessionPlan plan, Action<string> warn)
{
    private const string Runtime = "run";

    private static readonly string[] KernelDirectories = ["dev", "proc", Runtime, "sys"];

    private readonly List<ImageMount> _binds = [];

    private string Lower => Path.Combine(plan.Scratch, SessionWork.Lower);

    private string Root => Path.Combine(plan.Scratch, "root");

    /// <summary>Mounts everything.</summary>
    /// <returns>The directory that is the root for the command.</returns>
    /// <exception cref="WarewulfException">The image cannot be used so.</exception>
    public string Mount()
    {
        Directory.CreateDirectory(Root);
        using (var image = ImageRoot.Open(plan.Image))
        {
            Array.ForEach(KernelDirectories, directory => ProvideDirectory(image, directory));
            foreach (var mount in plan.Mounts)
            {
                Provide(image, mount);
            }
        }

        MountRoot();
        using var root = ImageRoot.Open(Root);
        MountKernelDirectories(root);
        _binds.ForEach(bind => Bind(root, bind));
        return Root;
    }

    private static bool IsOfKernel(BytePath path) =>
        KernelDirectories.Any(directory => BytePath.FromText(directory) is var kernel && (path == kernel || path.IsBelow(kernel)));

    private static string Reason() => Marshal.GetLastPInvokeErrorMessage();

    private static string Text(BytePath path) => Encoding.UTF8.GetString(path.Bytes);

    private static string Named(SafeFileHandle handle) => $"/proc/self/fd/{handle.DangerousGetHandle()}";

    private void ProvideDirectory(ImageRoot image, string directory)
    {
        if (image.Place(directory) is { } place && image.Find(place) is null)
        {
            Directory.CreateDirectory(Path.Combine(Lower, Text(place)));
        }
    }

    // What is missing in the image is made beside it, in the layer below.
    private void Provide(ImageRoot image, ImageMount mount)
    {
        if (!Path.Exists(mount.Source))
        {
            Warn(mount, "there is no such file or directory on the head");
        }
        else if (image.Place(mount.Target) is not { IsEmpty: false } place || !IsText(place))
        {
            Warn(mount, $"'{mount.Target}' leads to the root of the image, or through something in it that is no directory");
        }
        else if (mount.Copy)
        {
            Copy(image, mount, place);
        }
        else
        {
            if (!IsOfKernel(place) && image.Find(place) is null)
            {
                Make(Path.Combine(Lower, Text(place)), Directory.Exists(mount.Source));
            }

            _binds.Add(mount);
        }
    }

    private static bool IsText(BytePath path) => BytePath.FromText(Text(path)) == path;

    private void Copy(ImageRoot image, ImageMount mount, BytePath place)
    {
        if (image.Find(place) is not null)
        {
            return;
        }

        if (Directory.Exists(mount.Source) || image.Find(place.Parent) is not { IsDirectory: true } || IsOfKernel(place))
        {
            Warn(mount, "only a file can be copied, and only into a directory that the image has");
            return;
        }

        var copy = Path.Combine(Lower, Text(place));
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);

        // The exit script finds what the command was given.
        if (!File.Exists(copy))
        {
            File.Copy(mount.Source, copy);
        }
    }

    private static void Make(string path, bool isDirectory)
    {
        Directory.CreateDirectory(isDirectory ? path : Path.GetDirectoryName(path)!);
        if (!isDirectory && !File.Exists(path))
        {
            File.Create(path).Dispose();
        }
    }

    private void MountRoot()
    {
        var isUnion = plan.Overlays is not null || Directory.EnumerateFileSystemEntries(Lower).Any();
        var problem = isUnion ? MountUnion() : null;
        if (problem is not null && plan.Overlays is not null)
        {
            throw Failure($"the overlays of a node cannot be laid over it, since the kernel's overlay file system does not work there: {problem}");
        }

        if (problem is not null)
        {
            warn($"Image '{plan.Name}': what is missing in it cannot be provided, since the kernel's overlay file system does not work there: {problem}.");
        }

        if ((!isUnion || problem is not null) && SystemCalls.Mount(plan.Image, Root, null, SystemCalls.MountBind | SystemCalls.MountRecursive, null) != 0)
        {
            throw Failure($"it cannot be mounted: {Reason()}");
        }

        if (plan.ReadOnly && !MakeReadOnly(Root))
        {
            throw Failure($"it cannot be made read-only: {Reason()}");
        }
    }

    // Layers are named by descriptors: the options have no room for a colon or a comma, and names of images may have one.
    private string? MountUnion()
    {
        using var image = OpenDirectory(plan.Image);
        using var lower = OpenDirectory(Lower);
        if (plan.Overlays is not null)
        {
            using var overlays = OpenDirectory(plan.Overlays);
            return MountUnion($"lowerdir={Named(overlays)}:{Named(image)}:{Named(lower)}");
        }

        if (plan.ReadOnly)
        {
            return MountUnion($"lowerdir={Named(image)}:{Named(lower)}");
        }

        using var work = OpenDirectory(Directory.CreateDirectory(Path.Combine(plan.Scratch, "work")).FullName);

        // Whatever the kernel's defaults are, the image must stay one that is whole without the overlay file system.
        const string Plain = "index=off,redirect_dir=off,metacopy=off";
        return MountUnion($"lowerdir={Named(lower)},upperdir={Named(image)},workdir={Named(work)},{Plain}");
    }

    private string? MountUnion(string options) => SystemCalls.Mount("overlay", Root, "overlay", 0, options) == 0 ? null : Reason();

    private SafeFileHandle OpenDirectory(string path)
    {
        var file = SystemCalls.Open(path, SystemCalls.OpenCloseOnExec, 0);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failure($"'{path}' cannot be opened: {Reason()}");
    }

    private void MountKernelDirectories(ImageRoot root)
    {
        const ulong Plain = SystemCalls.MountNoSetUid | SystemCalls.MountNoDevices | SystemCalls.MountNoExecute;
        MountOn(root, "dev", "/dev", null, SystemCalls.MountBind | SystemCalls.MountRecursive, null);
        MountOn(root, "proc", "proc", "proc", Plain, null);
        MountOn(root, "sys", "sysfs", "sysfs", Plain, null);
        MountOn(root, Runtime, "tmpfs", "tmpfs", SystemCalls.MountNoSetUid | SystemCalls.MountNoDevices, "mode=755");
    }

    private void MountOn(ImageRoot root, string directory, string source, string? type, ulong flags, string? data)
    {
        using var target = root.OpenHandle(BytePath.FromText(directory))
            ?? throw Failure($"it has no directory '/{directory}', and none can be provided. Make one in it");
        if (SystemCalls.Mount(source, Named(target), type, flags, data) != 0)
        {
            throw Failure($"'/{directory}' cannot be mounted in it: {Reason()}");
        }
    }

    private void Bind(ImageRoot root, ImageMount bind)
    {
        // The tree is not quite the one that was looked at before: /run and what was bound meanwhile are in it now.
        if (root.Place(bind.Target) is not { IsEmpty: false } place)
        {
            Warn(bind, $"'{bind.Target}' leads nowhere in the image");
            return;
        }

        if (root.Find(place) is null && place.IsBelow(BytePath.FromText(Runtime)))
        {
            Make(Path.Combine(Root, Text(place)), Directory.Exists(bind.Source));
        }

        using var target = root.OpenHandle(place);
        if (target is null)
        {
            Warn(bind, $"there is no '{bind.Target}' in the image");
        }
        else if (SystemCalls.Mount(bind.Source, Named(target), null, SystemCalls.MountBind | SystemCalls.MountRecursive, null) != 0)
        {
            Warn(bind, Reason());
        }
        else if (bind.ReadOnly)
        {
            // The handle from before is what lies below.
            using var mounted = root.OpenHandle(place);
            if (mounted is null || !MakeReadOnly(Named(mounted)))
            {
                throw Failure($"'{bind.Source}' cannot be bound read-only to '{bind.Target}': {Reason()}");
            }
        }
    }

    private static unsafe bool MakeReadOnly(string path)
    {
        const nint MountSetAttributes = 442;
        const nint Recursive = 0x8000;
        const nint WorkingDirectory = -100;
        var attributes = stackalloc ulong[] { 1, 0, 0, 0 };
        if (SystemCalls.SetMountAttributes(MountSetAttributes, WorkingDirectory, path, Recursive, attributes, 4 * sizeof(ulong)) == 0)
        {
            return true;
        }

        // Kernels before 5.12 know it for one mount at a time only.
        return Marshal.GetLastPInvokeError() == SystemCalls.NotImplemented
            && SystemCalls.Mount(null, path, null, SystemCalls.MountRemount | SystemCalls.MountBind | SystemCalls.MountReadOnly, null) == 0;
    }

    private void Warn(ImageMount mount, string reason) => warn($"Image '{plan.Name}': '{mount.Source}' is not in it: {reason}.");

    private WarewulfException Failure(string what) => new(ApiErrorCode.Unavailable, $"Image '{plan.Name}' cannot be entered: {what}.");
}

using System.Text;

using Warewulf.Core.Archives;

namespace Warewulf.Core.Images;

/// <summary>Finds the kernels of an image and the initramfs that belongs to one. Only what is found here may be served as a kernel.</summary>
public static class KernelFinder
{
    private const string ModulesDirectory = "lib/modules";
    private const string BootDirectory = "boot";

    private static readonly string[] BootKernels = ["Image-*", "vmlinuz-linux*", "vmlinuz-*"];

    private static readonly string[] ModuleKernels = ["vmlinuz", "vmlinuz.gz"];

    private static readonly string[] InitramfsPrefixes = ["initramfs-", "initrd-", "initrd.img-"];

    private static readonly string[] KernelPrefixes = ["Image-", "vmlinuz-"];

    /// <summary>All kernels in search order: those in /boot by name pattern, then those beside their modules. None is listed twice.</summary>
    public static IReadOnlyList<KernelFile> List(ImageRoot image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var found = new List<KernelFile>();
        foreach (var pattern in BootKernels)
        {
            AddMatches(image, found, BytePath.FromText(BootDirectory), pattern);
        }

        var modules = BytePath.FromText(ModulesDirectory);
        var releases = image.List(modules);
        foreach (var name in ModuleKernels)
        {
            foreach (var release in releases)
            {
                Add(image, found, modules.Child(release.Bytes).Child(Encoding.UTF8.GetBytes(name)));
            }
        }

        var best = Best(found);
        return [.. found.Select(kernel => kernel with { IsDefault = ReferenceEquals(kernel, best) })];
    }

    /// <summary>
    /// Finds the initramfs of a kernel: the one with the same full release in its name, else one with the same version, else the first
    /// whose version starts with the kernel's. Rescue and kdump files are never chosen. Null when there is none.
    /// </summary>
    public static RootedPath? FindInitramfs(ImageRoot image, KernelFile kernel)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(kernel);
        var release = ReleaseOf(kernel.Path);
        RootedPath? best = null;
        var bestRank = 0;
        foreach (var prefix in InitramfsPrefixes)
        {
            foreach (var path in Matches(image, BytePath.FromText(BootDirectory), prefix + "*"))
            {
                var rank = Rank(Encoding.UTF8.GetString(path.FileName)[prefix.Length..], release, kernel.Version);
                if (rank > bestRank && image.Find(path) is { IsFile: true } file)
                {
                    best = file;
                    bestRank = rank;
                }
            }
        }

        return best;
    }

    private static int Rank(string name, string release, KernelVersion? version)
    {
        if (name.Contains("rescue", StringComparison.Ordinal) || name.Contains("kdump", StringComparison.Ordinal))
        {
            return 0;
        }

        if (name == release || name == release + ".img")
        {
            return 3;
        }

        var own = KernelVersion.FindIn(name);
        if (version is null)
        {
            return 1;
        }

        if (own is null || !own.Text.StartsWith(version.Text, StringComparison.Ordinal))
        {
            return 0;
        }

        return own.Text == version.Text ? 2 : 1;
    }

    private static string ReleaseOf(BytePath kernel)
    {
        if (kernel.Bytes.StartsWith(Encoding.UTF8.GetBytes(ModulesDirectory + "/")))
        {
            return Encoding.UTF8.GetString(kernel.Parent.FileName);
        }

        var name = Encoding.UTF8.GetString(kernel.FileName);
        var prefix = KernelPrefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) ?? string.Empty;
        return name[prefix.Length..];
    }

    private static KernelFile? Best(List<KernelFile> kernels)
    {
        KernelFile? best = null;
        foreach (var kernel in kernels.Where(kernel => !kernel.IsSpecial))
        {
            if (best is null || kernel.Version > best.Version)
            {
                best = kernel;
            }
        }

        return best;
    }

    private static IEnumerable<BytePath> Matches(ImageRoot image, BytePath directory, string pattern)
    {
        var parsed = BytePattern.TryParse(Encoding.UTF8.GetBytes(pattern), out _)!;
        return image.List(directory).Where(name => parsed.IsMatch(name.Bytes)).Select(name => directory.Child(name.Bytes));
    }

    private static void AddMatches(ImageRoot image, List<KernelFile> found, BytePath directory, string pattern)
    {
        foreach (var path in Matches(image, directory, pattern))
        {
            Add(image, found, path);
        }
    }

    private static void Add(ImageRoot image, List<KernelFile> found, BytePath path)
    {
        if (found.TrueForAll(kernel => kernel.Path != path) && image.Find(path) is { IsFile: true } file)
        {
            found.Add(new KernelFile(path, file.Path, KernelVersion.FindIn(path.ToString()), IsDefault: false));
        }
    }
}

namespace Warewulf.Silo.Tests.Support;

/// <summary>A root and an installation of a test's own, with a few tiny overlays and boot scripts.</summary>
internal sealed class HeadDirectory : IDisposable
{
    /// <summary>Makes the files.</summary>
    /// <param name="parent">Where, such as on a small disk; among the temporary files if unset.</param>
    public HeadDirectory(string? parent = null)
    {
        Base = parent is null ? Directory.CreateTempSubdirectory("ww-head-").FullName : Directory.CreateDirectory(Path.Combine(parent, "head")).FullName;
        Root = Path.Combine(Base, "root");
        Share = Path.Combine(Base, "share");
        Write("share/ipxe/default.ipxe", "#!ipxe\necho default\n");
        Write("share/ipxe/unconfigured.ipxe", "#!ipxe\necho who are you\n");
        Write("share/overlays/plain/rootfs/etc/motd", "hello\n");
        Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Id }}\n");
        Write("share/overlays/hosts/rootfs/etc/hosts.ww", "{{ range .AllNodes }}{{ .Id }}\n{{ end }}");
        Write("root/etc/warewulf/warewulf.conf", SiteFile);
    }

    /// <summary>Settings that do not depend on the machine the tests run on.</summary>
    public const string SiteFile =
        """
        ipaddr: 10.9.0.1
        netmask: 255.255.0.0
        dhcp:
          range start: 10.9.200.1
          range end: 10.9.200.250
        """;

    public string Base { get; }

    public string Root { get; }

    public string Share { get; }

    /// <summary>Writes a file below <see cref="Base"/>.</summary>
    public string Write(string path, string content)
    {
        var full = Path.Combine(Base, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>Makes the tree of an image: a shell, a few files and, if wanted, a kernel.</summary>
    public string Tree(string name, string? kernel = "6.1.0-1", string motd = "welcome\n")
    {
        Write($"{name}/bin/sh", "#!/bin/true\n");
        Write($"{name}/etc/motd", motd);
        if (kernel is not null)
        {
            Write($"{name}/boot/vmlinuz-{kernel}", $"kernel {kernel}");
            Write($"{name}/boot/initrd.img-{kernel}", $"initramfs {kernel}");
        }

        return Path.Combine(Base, name);
    }

    public void Dispose() => Directory.Delete(Base, recursive: true);
}

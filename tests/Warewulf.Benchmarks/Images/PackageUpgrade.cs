using System.Text;
using Warewulf.Core.Artifacts;

namespace Warewulf.Benchmarks.Images;

/// <summary>
/// What dpkg does to a tree when it upgrades a package: every file is replaced by another of about the same content, with another time, and so are the
/// package's entries in dpkg's database.
/// </summary>
internal sealed class PackageUpgrade(string root, string package) : IDisposable
{
    private const int PartLength = 4 * 1024 * 1024;

    private readonly SegmentCompressor _compressor = new(6);
    private long _compressed;
    private int _files;

    public void Dispose() => _compressor.Dispose();

    public (int Files, long Compressed) Run()
    {
        var info = Path.Combine(root, "var/lib/dpkg/info");
        var list = Directory.GetFiles(info, $"{package}.list").Concat(Directory.GetFiles(info, $"{package}:*.list")).First();
        foreach (var line in File.ReadAllLines(list))
        {
            var path = Path.Combine(root, line.TrimStart('/'));
            if (new FileInfo(path) is { Exists: true, LinkTarget: null })
            {
                Replace(path, Shift);
            }
        }

        foreach (var path in Directory.GetFiles(info, Path.GetFileNameWithoutExtension(list) + ".*"))
        {
            Replace(path, content => content);
        }

        var status = Path.Combine(root, "var/lib/dpkg/status");
        File.Copy(status, status + "-old", overwrite: true);
        Count(status + "-old");
        Replace(status, content => Encoding.UTF8.GetBytes(NextVersion(Encoding.UTF8.GetString(content))));
        return (_files, _compressed);
    }

    // A new release: something else here and there, as compressible as before.
    private static byte[] Shift(byte[] content)
    {
        for (var i = 0; i < content.Length; i += 200)
        {
            content[i]++;
        }

        return content;
    }

    private string NextVersion(string status)
    {
        var start = status.IndexOf($"Package: {package}\n", StringComparison.Ordinal);
        var version = status.IndexOf("\nVersion: ", start, StringComparison.Ordinal);
        var end = status.IndexOf('\n', version + 1);
        return status.Insert(end, "+1");
    }

    private void Replace(string path, Func<byte[], byte[]> change)
    {
        var mode = File.GetUnixFileMode(path);
        var content = change(File.ReadAllBytes(path));
        File.WriteAllBytes(path + ".dpkg-new", content);
        File.SetUnixFileMode(path + ".dpkg-new", mode);
        File.Move(path + ".dpkg-new", path, overwrite: true);
        Count(path);
    }

    private void Count(string path)
    {
        _files++;
        foreach (var part in File.ReadAllBytes(path).Chunk(PartLength))
        {
            _compressed += _compressor.Compress(part, 0).Length;
        }
    }
}

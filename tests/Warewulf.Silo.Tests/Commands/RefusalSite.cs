using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Commands;

/// <summary>A head with a node and an image, and archives that are wrong in one way each.</summary>
#pragma warning disable CA1001 // The test runner calls IAsyncLifetime.DisposeAsync.
public sealed class RefusalSite : IAsyncLifetime
#pragma warning restore CA1001
{
    private RunningHead _head = null!;

    internal string Root => _head.Files.Root;

    /// <summary>Where the archives are.</summary>
    internal string Base => _head.Files.Base;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _head = await RunningHead.StartAsync();
        await CommandLine.DoAsync(Root, "image", "import", "rocky9", _head.Files.Tree("tree"), "--build");
        await CommandLine.DoAsync(Root, "node", "add", "n1", "--hwaddr", "52:54:00:00:00:01", "--ipaddr", "10.9.0.5", "--image", "rocky9");
        Archive("climbs.tar", Tar.Of(Tar.File("../evil", "x")));
        Archive("climbs-later.tar", Tar.Of(Tar.File("etc/../../evil", "x")));
        Archive("absolute.tar", Tar.Of(Tar.File("etc/motd", "x"), Tar.HardLink("etc/link", "/etc/passwd")));
        Archive("cut.tar", Tar.Of(Tar.File("etc/motd", "x"))[..700]);
        Archive("cut.tar.gz", Tar.Gzip(Tar.Of(Tar.File("etc/motd", new string('x', 9000))))[..^9]);
        Archive("text.tar", "this is no archive at all, and long enough not to be taken for an empty one"u8.ToArray());
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await _head.DisposeAsync();

    /// <summary>The revision, and every file but the database's with its size and time.</summary>
    internal async Task<string> StateAsync()
    {
        var (_, version) = await _head.GetAsync(Core.Api.Routes.Version);
        var files = new DirectoryInfo(Root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Where(entry => !entry.Name.StartsWith("warewulf.db", StringComparison.Ordinal))
            .Select(entry => entry is FileInfo file ? $"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}" : entry.FullName)
            .Order(StringComparer.Ordinal);
        return string.Join('\n', files.Prepend(version));
    }

    private void Archive(string name, byte[] content) => File.WriteAllBytes(Path.Combine(Base, name), content);
}

using Warewulf.Core.Archives;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Overlays;

/// <summary>Whatever is done in two working copies and in the catalog, in whatever order: in the end all three are the same.</summary>
[Trait("Suite", "Fast")]
public sealed class WorkingCopyPropertyTests
{
    private const int Rounds = 60;
    private static readonly string[] Paths = ["a", "a/rootfs", "a/rootfs/x", "a/rootfs/x/y", "a/rootfs/x/y/z", "a/rootfs/f", "b/rootfs", "b/rootfs/x", "b/g"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task RandomEdits_EndWithTheSameEverywhere(int seed)
    {
        var dice = new Random(seed);
        await using var lab = await SiloLab.CreateAsync();
        using var one = await OverlayHead.CreateAsync(lab, "one");
        using var two = await OverlayHead.CreateAsync(lab, "two");
        one.Write("keep/rootfs/f", "so that no directory is ever empty");
        await one.SyncAsync();
        await two.SyncAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var head = dice.Next(2) == 0 ? one : two;
            switch (dice.Next(5))
            {
                case 0:
                    await head.SyncAsync();
                    break;
                case 1:
                    await ChangeCatalogAsync(head, dice);
                    break;
                case 2 when dice.Next(4) == 0:
                    head.Restart();
                    break;
                default:
                    Edit(head, Paths[dice.Next(Paths.Length)], dice);
                    break;
            }
        }

        for (var i = 0; i < 3; i++)
        {
            await one.SyncAsync();
            await two.SyncAsync();
        }

        Assert.True(one.Catalog.Current.Revision == two.Catalog.Current.Revision, $"seed {seed}");
        Assert.Equal(Expected(one), Actual(one));
        Assert.Equal(Expected(two), Actual(two));
    }

    private static void Edit(OverlayHead head, string path, Random dice)
    {
        var content = dice.Next(3) switch { 0 => "same", 1 => $"{dice.Next()}", _ => "" };
        head.Shell(dice.Next(5) switch
        {
            0 => $"rm -rf {path}",
            1 => $"mkdir -p {path} 2>&- || true",
            2 => $"chmod 7{dice.Next(1, 6)}5 {path} 2>&- || true",
            3 => $"rm -rf {path}; mkdir -p {Path.GetDirectoryName(path)} 2>&- && ln -s t{dice.Next(3)} {path} || true",
            _ => $"test -d {path} && rm -rf {path}; mkdir -p ./{Path.GetDirectoryName(path)} 2>&- && printf '%s' '{content}' 2>&- > {path} || true",
        });

        // A site overlay is a directory; nothing else there is anybody's.
        head.Shell("find . -maxdepth 1 -mindepth 1 -not -type d -delete");
    }

    private static async Task ChangeCatalogAsync(OverlayHead head, Random dice)
    {
        await head.Catalog.CatchUpAsync(CancellationToken.None);
        if (head.Overlay("a") is not { } overlay || overlay.Entries.Where(entry => entry.IsFile).ToList() is not { Count: > 0 } files)
        {
            return;
        }

        var file = files[dice.Next(files.Count)];
        ChangeOverlay change = dice.Next(2) == 0
            ? new(overlay.Name, [], [file.Path])
            : new(overlay.Name, [file with { Mode = UnixMode.Regular | (uint)dice.Next(0x200) }], []);
        await head.Catalog.CommitAsync("ada", null, _ => [change], CancellationToken.None);
    }

    private static string[] Expected(OverlayHead head) =>
    [
        .. head.Catalog.Current.Overlays.SelectMany(pair => pair.Value.Entries.Select(entry => Line($"{pair.Key}/{entry.Path}".TrimEnd('/'), entry.Mode, entry.Target?.ToString() ?? entry.Digest?.ToString()))).Order(StringComparer.Ordinal),
    ];

    // What was kept aside is left out; directories that only exist for it too.
    private static string[] Actual(OverlayHead head)
    {
        var listing = head.Shell("find . -mindepth 1 -name '*.conflict-*' -prune -o -type f -printf '%P %#m ' -exec sh -c 'sha256sum < \"$1\" | cut -c1-64' sh {} \\; -o -mindepth 1 -printf '%P %#m %l\\n'");
        var expected = head.Catalog.Current.Overlays;
        return
        [
            .. listing.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !IsRest(head, expected, line.Split(' ')[0]))
                .Select(line => line.TrimEnd()).Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsRest(OverlayHead head, IReadOnlyDictionary<OverlayName, OverlayManifest> expected, string path)
    {
        var parts = path.Split('/', 2);
        var isKnown = expected.TryGetValue(OverlayName.Parse(parts[0]), out var overlay) && overlay.Find(BytePath.FromText(parts.Length > 1 ? parts[1] : "")) is not null;
        return !isKnown && Directory.Exists(head.Full(path)) && head.Shell($"find {path} -name '*.conflict-*'").Length > 0;
    }

    private static string Line(string path, uint mode, string? content) =>
        $"{path} 0{Convert.ToString((int)(mode & UnixMode.PermissionMask), 8)} {content}".TrimEnd();
}

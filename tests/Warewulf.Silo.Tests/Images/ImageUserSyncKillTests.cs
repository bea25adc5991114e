using System.Net.Http.Json;
using System.Text;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Images;

/// <summary>However often a head is killed while users swap their ids, every file belongs to whom it belonged, by the image's own passwd file.</summary>
[Trait("Suite", "Stress")]
public sealed class ImageUserSyncKillTests
{
    private const int Rounds = 8;
    private const int Files = 3000;

    [RootFact]
    public async Task SyncUser_HeadKilledAgainAndAgain_FilesKeepTheirOwners()
    {
        using var files = new HeadDirectory();
        var root = Path.Combine(files.Root, "var/lib/warewulf/chroots/a/rootfs");
        files.Tree("tree");
        files.Write("tree/etc/passwd", Passwd(0));
        files.Write("tree/etc/group", Group(0));
        foreach (var (user, id) in ((string, int)[])[("ada", 1001), ("bob", 1002)])
        {
            var home = Path.Combine(files.Base, "tree/home", user);
            Directory.CreateDirectory(home);
            for (var i = 0; i < Files / 2; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(home, $"{i}"), "");
            }

            Processes.Run("chown", "-R", $"{id}:{id}", home);
        }

        for (var round = 0; round <= Rounds; round++)
        {
            // The ids are swapped in every round, so that a change done twice would be seen.
            files.Write("root/etc/passwd", Passwd(round));
            files.Write("root/etc/group", Group(round));
            using var head = await HeadProcess.StartAsync(files);
            if (round == 0)
            {
                var import = new ImageImportRequest(ImageName.Parse("a"), Path.Combine(files.Base, "tree"));
                using var imported = await head.Client.PostAsJsonAsync(Routes.ImagesImport, import, ApiJsonContext.Default.ImageImportRequest);
                imported.EnsureSuccessStatusCode();
            }

            AssertOwners(root);
            var sync = SyncAsync(head);
            if (round < Rounds)
            {
                // Each round is killed a little later, counted from when the journal is there.
                var journal = Path.Combine(root, "../users.journal");
                while (!File.Exists(journal) && !sync.IsCompleted)
                {
                    await Task.Yield();
                }

                await Task.WhenAny(sync, Task.Delay(round * 4));
                await head.KillAsync();
                await sync;
            }
            else
            {
                Assert.True(await sync);
                AssertOwners(root);
                Assert.Equal(Passwd(round), await File.ReadAllTextAsync(Path.Combine(root, "etc/passwd")));
            }
        }
    }

    private static string Passwd(int round) =>
        $"root:x:0:0::/root:/bin/sh\nada:x:{1001 + (round % 2)}:{1001 + (round % 2)}::/:/bin/sh\nbob:x:{1002 - (round % 2)}:{1002 - (round % 2)}::/:/bin/sh\n";

    private static string Group(int round) => $"root:x:0:\nada:x:{1001 + (round % 2)}:\nbob:x:{1002 - (round % 2)}:\n";

    private static void AssertOwners(string root)
    {
        Assert.False(File.Exists(Path.Combine(root, "../users.journal")));
        Assert.Equal(["group", "motd", "passwd"], Directory.EnumerateFiles(Path.Combine(root, "etc")).Select(Path.GetFileName).Order());
        foreach (var user in (string[])["ada", "bob"])
        {
            var uid = Id(Path.Combine(root, "etc/passwd"), user);
            var gid = Id(Path.Combine(root, "etc/group"), user);
            var owners = Processes.Run("find", Path.Combine(root, "home", user), "-printf", "%U:%G\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal((Files / 2) + 1, owners.Length);
            Assert.Equal([$"{uid}:{gid}"], owners.Distinct());
        }
    }

    private static string Id(string file, string name) =>
        File.ReadAllLines(file, Encoding.Latin1).Single(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split(':')[2];

    private static async Task<bool> SyncAsync(HeadProcess head)
    {
        try
        {
            var request = new ImageSyncUserRequest(ImageName.Parse("a"));
            using var response = await head.Client.PostAsJsonAsync(Routes.ImagesSyncUser, request, ApiJsonContext.Default.ImageSyncUserRequest);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }
}

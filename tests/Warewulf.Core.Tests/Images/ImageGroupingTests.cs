using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Recipes;

namespace Warewulf.Core.Tests.Images;

/// <summary>How an archive is divided, on trees that exist only as lists.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageGroupingTests
{
    [Fact]
    public void Divide_AnyTree_CoversEveryMemberOnceInOrderAndWithinTheLimits()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var members = Tree(new Random(seed), 500);
            var groups = ImageGrouping.Divide(members);
            var next = 0;
            foreach (var group in groups)
            {
                Assert.Equal(next, group.First);
                AssertCuts(members, group);
                next += group.Count;
            }

            Assert.Equal(members.Count, next);
        }
    }

    [Fact]
    public void Divide_AfterAnyEdit_TouchesTheGroupOfThatMemberAndAtMostANeighbour()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var members = Tree(random, 400);
            var before = Groups(members).ToHashSet();
            var at = random.Next(members.Count);
            List<ImageMember> after = [.. members];
            switch (seed % 3)
            {
                case 0:
                    after[at] = Member(members[at].Path, Size(random));
                    break;
                case 1:
                    after.RemoveAt(at);
                    break;
                default:
                    after.Insert(at, Member(members[at].Path.Child("x"u8), Size(random)));
                    break;
            }

            var now = Groups(after).ToHashSet();

            // A large file stands between two groups, which touch when it is large no more.
            var wasLarge = members[at].ContentLength >= ImageGrouping.LargeFile;
            Assert.InRange(before.Count(group => !now.Contains(group)), 0, wasLarge ? 3 : 2);

            // A large file that comes or goes divides a group, or joins two.
            Assert.InRange(now.Count(group => !before.Contains(group)), 0, 3);
        }
    }

    [Fact]
    public void Divide_AnotherSizeOrTime_LeavesTheEndsOfGroupsWhereTheyAre()
    {
        var random = new Random(4);
        var members = Tree(random, 2000).ConvertAll(member => Member(member.Path, 100));
        var others = members.ConvertAll(member => Member(member.Path, random.Next(ImageGrouping.LargeFile)));
        Assert.Equal(Ends(members), Ends(others));
        Assert.InRange(Ends(members).Count, 100, 250);
    }

    [Fact]
    public void Resolve_FilesWhoseFirstPathsHashAlike_GetNumbersOfTheirOwn()
    {
        var seen = new Dictionary<uint, string>();
        var alike = new List<string>();
        for (var i = 0; alike.Count < 10; i++)
        {
            var path = $"usr/lib/file{i:D7}";
            if (!seen.TryAdd((uint)PathHash.Of(BytePath.FromText(path)), path))
            {
                alike.Add(seen[(uint)PathHash.Of(BytePath.FromText(path))]);
                alike.Add(path);
            }
        }

        List<ImageTreeItem> items = [];
        foreach (var path in alike.Distinct().Order(StringComparer.Ordinal))
        {
            items.Add(Item(BytePath.FromText(path), 5, links: 2, inode: (ulong)items.Count / 2));
            items.Add(Item(BytePath.FromText(path + "-other"), 5, links: 2, inode: (ulong)(items.Count - 1) / 2));
        }

        var members = ImageTreeLinks.Resolve(items);
        var numbers = members.GroupBy(member => member.Item.Identity).Select(group => Assert.Single(group.Select(member => member.Number).Distinct())).ToList();
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
        Assert.DoesNotContain(0u, numbers);
        Assert.All(members.GroupBy(member => member.Item.Identity), group => Assert.Equal([false, true], group.Select(member => member.HasContent)));
    }

    private static void AssertCuts(List<ImageMember> members, ImageGroup group)
    {
        if (members[group.First].ContentLength >= ImageGrouping.LargeFile)
        {
            Assert.Equal(1, group.Count);
            var at = 0L;
            foreach (var cut in group.Cuts)
            {
                Assert.Equal((group.First, at), (cut.First, cut.From));
                Assert.InRange(cut.To!.Value - at, 1, ImageGrouping.PartLength);
                at = cut.To.Value;
            }

            Assert.Equal(members[group.First].ContentLength, at);
            return;
        }

        Assert.Equal(Enumerable.Range(group.First, group.Count), group.Cuts.SelectMany(cut => Enumerable.Range(cut.First, cut.Count)));
        foreach (var cut in group.Cuts.Where(cut => cut.Count > 1))
        {
            Assert.InRange(members.GetRange(cut.First, cut.Count).Sum(member => member.ArchiveLength), 0, ImageGrouping.MaxTogether);
        }
    }

    private static List<ImageMember> Tree(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Member(BytePath.FromText($"usr/share/{i / 20:D3}/{i:D5}-{random.Next(1000)}"), Size(random)))];

    private static long Size(Random random) => random.Next(10) switch
    {
        0 => random.Next(10_000_000),
        1 or 2 => random.Next(ImageGrouping.LargeFile),
        _ => random.Next(10_000),
    };

    private static ImageMember Member(BytePath path, long size) => new(Item(path, size, links: 1, inode: 0), Number: 0, Names: 1, HasContent: true);

    private static ImageTreeItem Item(BytePath path, long size, uint links, ulong inode) => new(
        path, new FileStatus(UnixMode.Regular | 0x1A4, links, 0, 0, inode, size, 0, 0, 0, 0, 0, 0, 0, 0), IsMountPoint: false);

    private static IEnumerable<string> Groups(List<ImageMember> members) => ImageGrouping.Divide(members)
        .Select(group => string.Join('|', members.GetRange(group.First, group.Count).Select(member => $"{member.Path} {member.ContentLength}")));

    private static List<string> Ends(List<ImageMember> members) =>
        [.. ImageGrouping.Divide(members).Select(group => members[group.First + group.Count - 1].Path.ToString())];
}

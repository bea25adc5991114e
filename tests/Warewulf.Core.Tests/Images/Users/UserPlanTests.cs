using Warewulf.Core.Api;

namespace Warewulf.Core.Tests.Images.Users;

[Trait("Suite", "Fast")]
public sealed class UserPlanTests
{
    [Theory]
    [InlineData("a:1", "a:1", "a Match 1 1", "")]
    [InlineData("a:1", "a:2", "a Differ 1 2", "2>1")]
    [InlineData("a:1", "b:2", "a OnlyHost 1 -, b OnlyImage - 2", "")]
    [InlineData("a:2 b:1", "a:1 b:2", "a Differ 2 1, b Differ 1 2", "1>2 2>1")]
    [InlineData("a:2 b:3 c:4", "a:1 b:2 c:3", "a Differ 2 1, b Differ 3 2, c Differ 4 3", "1>2 2>3 3>4")]
    [InlineData("a:2 b:3 c:1", "a:1 b:2 c:3", "a Differ 2 1, b Differ 3 2, c Differ 1 3", "1>2 2>3 3>1")]
    [InlineData("a:7 b:7", "a:1 b:2", "a Differ 7 1, b Differ 7 2", "1>7 2>7")]
    [InlineData("a:7 b:8", "b:1 a:1", "a Differ 7 1, b Differ 8 1", "1>8")]
    [InlineData("a:7", "a:1 a:2", "a Differ 7 1", "1>7 2>7")]
    [InlineData("a:7 a:1", "a:1", "a Differ 7 1", "")]
    [InlineData("a:7", "a:1 b:1", "a Differ 7 1, b OnlyImage - 1", "1>7")]
    [InlineData("a:7", "b:1 a:1", "a Differ 7 1, b OnlyImage - 1", "")]
    public void Compare_Constellation_ReportAndMoves(string host, string image, string report, string moves)
    {
        foreach (var groups in (bool[])[false, true])
        {
            using var tree = groups ? new UserTree("", UserTree.Groups(image)) : new UserTree(UserTree.Users(image), "");
            var plan = groups ? tree.Compare("", UserTree.Groups(host)) : tree.Compare(UserTree.Users(host), "");
            var accounts = groups ? plan.Report.Groups : plan.Report.Users;
            Assert.Equal(report, string.Join(", ", accounts.Select(account => $"{account.Name} {account.State} {Id(account.HostId)} {Id(account.ImageId)}")));
            Assert.Equal(report.Contains("Differ", StringComparison.Ordinal) || report.Contains("OnlyHost", StringComparison.Ordinal), plan.Report.IsNeeded);
            Assert.Equal(moves, string.Join(' ', Moves(tree, host, groups)));
        }
    }

    [Fact]
    public void Compare_OnlyImageAccountsWithIdsOfTheHead_AreAllNamed()
    {
        var passwd = UserTree.Users("root:0 munge:5 ntp:6");
        using var tree = new UserTree(passwd, UserTree.Groups("root:0 games:7"));
        var error = Assert.Throws<WarewulfException>(() => tree.Compare(UserTree.Users("root:0 slurm:5 x:99 ada:6"), UserTree.Groups("root:0 users:7")));
        Assert.Equal(ApiErrorCode.Conflict, error.Code);
        Assert.Equal(
            "user 'munge' of the image has the id 5, which is that of 'slurm' on the head; user 'ntp' of the image has the id 6, which is that of 'ada' on the head; "
            + "group 'games' of the image has the id 7, which is that of 'users' on the head. "
            + "Add each of them to the head's passwd or group file, or give it another id in the image.",
            error.Message);
        Assert.Equal(passwd, tree.Passwd);
    }

    [Fact]
    public void Compare_ConflictWithAHeadLineThatLosesTheName_IsOneStill()
    {
        using var tree = new UserTree(UserTree.Users("own:6"), "");
        Assert.Throws<WarewulfException>(() => tree.Compare(UserTree.Users("a:5 a:6"), ""));
    }

    [Fact]
    public void Compare_ManyConflicts_NamesTenAndCountsTheRest()
    {
        var ids = Enumerable.Range(1, 25).ToList();
        using var tree = new UserTree(UserTree.Users(string.Join(' ', ids.Select(id => $"i{id}:{id}"))), "");
        var error = Assert.Throws<WarewulfException>(() => tree.Compare(UserTree.Users(string.Join(' ', ids.Select(id => $"h{id}:{id}"))), ""));
        Assert.Contains("'i10' of the image has the id 10, which is that of 'h10' on the head; and 15 more. Add", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "The image has no file '/etc/passwd', so its users are not known. Install the package that brings it.")]
    [InlineData("directory", "The image has no file '/etc/passwd', so its users are not known. Install the package that brings it.")]
    [InlineData("dangling", "The image has no file '/etc/passwd', so its users are not known. Install the package that brings it.")]
    public void Compare_NoPasswd_SaysSo(string kind, string message)
    {
        using var tree = new UserTree("", "");
        var passwd = Path.Combine(tree.Root, "etc/passwd");
        File.Delete(passwd);
        if (kind == "directory")
        {
            Directory.CreateDirectory(passwd);
        }
        else if (kind == "dangling")
        {
            // On the server there is such a file, in the image there is not.
            File.CreateSymbolicLink(passwd, "/proc/self/status");
        }

        var error = Assert.Throws<WarewulfException>(() => tree.Compare("a:x:1:1::/:/bin/sh\n", ""));
        Assert.Equal((ApiErrorCode.NotFound, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("a:x:zero:0::/:/bin/sh\n", "user 'a' of the image has no id that a file could have: the line is not looked at")]
    [InlineData("a:x:-1:0::/:/bin/sh\n", "user 'a' of the image has no id that a file could have: the line is not looked at")]
    [InlineData("a:x:4294967295:0::/:/bin/sh\n", "user 'a' of the image has no id that a file could have: the line is not looked at")]
    [InlineData("a:x:4294967296:0::/:/bin/sh\n", "user 'a' of the image has no id that a file could have: the line is not looked at")]
    [InlineData("\u00e9\u001b:x::0::/:/bin/sh\n", "user '\\xe9\\x1b' of the image has no id that a file could have: the line is not looked at")]
    public void Compare_NoId_Warns(string passwd, string warning)
    {
        using var tree = new UserTree(passwd, "");
        var plan = tree.Compare(UserTree.Users("root:0"), "");
        Assert.Equal([warning], plan.Warnings);
        Assert.DoesNotContain(plan.Report.Users, user => user.ImageId is not null);
    }

    [Fact]
    public void Compare_SharedIdThatTheHeadSplits_WarnsWhoGetsTheFiles()
    {
        using var tree = new UserTree(UserTree.Users("b:1 a:1"), "");
        var plan = tree.Compare(UserTree.Users("a:7 b:8"), "");
        Assert.Equal(["'b', 'a' have the same user id 1 in the image and not on the head: its files go to 'b'"], plan.Warnings);
    }

    [Fact]
    public void Compare_OwnUserThatIsNoMemberOnTheHead_IsTold()
    {
        using var tree = new UserTree(UserTree.Users("root:0 own:5 ada:6"), "video:x:44:own,ada\nwheel:x:10:own\nprivate:x:9:own\n");
        var plan = tree.Compare(UserTree.Users("root:0 ada:6"), "video:x:39:\nwheel:x:10:bob, own\n");
        Assert.Equal(["user 'own' of the image is no member of the head's group 'video', as it is of the image's: add it there if it has to be"], plan.Warnings);
    }

    [Theory]
    [InlineData("+::::::\n")]
    [InlineData("+@admins::::::\n")]
    [InlineData("-eve::::::\n")]
    [InlineData("#a:x:1:1::/:/bin/sh\n")]
    [InlineData(" # a:x:1:1::/:/bin/sh\n")]
    [InlineData("a:x:1:1:/:/bin/sh\n")]
    [InlineData("a:x:1:1::/:/bin/sh:more\n")]
    [InlineData(":x:1:1::/:/bin/sh\n")]
    [InlineData("\u00ff\u0001\u00fe\n")]
    public void Prepare_LineThatIsNoAccount_IsNoAccountAndSurvivesOnce(string line)
    {
        var host = UserTree.Users("root:0 new:9") + line;
        using var tree = new UserTree(line + UserTree.Users("root:0 own:5") + "x" + line, "");
        tree.Align(host, "");
        var expected = host + UserTree.Users("own:5") + "x" + line;
        Assert.Equal(expected, tree.Passwd);
        Assert.True(tree.Prepare(host, "").IsEmpty);
    }

    [Theory]
    [InlineData("root:x:0:0::/:/bin/sh", "own:x:5:5::/:/bin/sh", "root:x:0:0::/:/bin/sh\nown:x:5:5::/:/bin/sh\n")]
    [InlineData("root:x:0:0::/:/bin/sh\n", "root:old:0:0::/:/bin/old\n\n\nown:x:5:5::/:/bin/sh\n", "root:x:0:0::/:/bin/sh\nown:x:5:5::/:/bin/sh\n")]
    [InlineData("root:x:0:0::/:/bin/sh\n", "own:x:5:5:J\u00fcrgen \u0080:/:/bin/sh\nown:x:6:6::/:/bin/sh\n", "root:x:0:0::/:/bin/sh\nown:x:5:5:J\u00fcrgen \u0080:/:/bin/sh\nown:x:6:6::/:/bin/sh\n")]
    public void Prepare_Text_IsTheHeadsAndWhatTheImageAloneHas(string host, string image, string expected)
    {
        using var tree = new UserTree(image, "");
        tree.Align(host, "");
        Assert.Equal(expected, tree.Passwd);
    }

    [Fact]
    public void Prepare_GroupThatAnOwnUserLogsInWithMoves_UserFollows()
    {
        using var tree = new UserTree("own:x:5:100::/:/bin/sh\nother:x:6:101::/:/bin/sh\nodd:x:7:none::/:/bin/sh\n", "users:x:100:own\nprivate:x:101:\n");
        tree.Align("root:x:0:0::/:/bin/sh\n", "users:x:1000:\n");
        Assert.Equal("root:x:0:0::/:/bin/sh\nown:x:5:1000::/:/bin/sh\nother:x:6:101::/:/bin/sh\nodd:x:7:none::/:/bin/sh\n", tree.Passwd);
        Assert.Equal("users:x:1000:\nprivate:x:101:\n", tree.Group);
    }

    [Fact]
    public void Prepare_SameAccountsAndOtherText_ReplacesTheTextAndLooksAtNoFile()
    {
        using var tree = new UserTree(UserTree.Users("root:0"), "");
        var change = tree.Align("root:x:0:0:The Boss:/:/bin/sh\n", "");
        Assert.Equal("root:x:0:0:The Boss:/:/bin/sh\n", tree.Passwd);
        Assert.Equal((0, false), (change.Files, change.IsEmpty));
    }

    private static string Id(uint? id) => id is { } number ? $"{number}" : "-";

    // What becomes of files of every id, seen from outside.
    private static IEnumerable<string> Moves(UserTree tree, string host, bool groups)
    {
        for (uint id = 0; id < 10; id++)
        {
            tree.Add($"f{id}", groups ? 0 : id, groups ? id : 0);
        }

        tree.Align(groups ? "" : UserTree.Users(host), groups ? UserTree.Groups(host) : "");
        for (uint id = 0; id < 10; id++)
        {
            var owner = tree.Owner($"f{id}");
            var now = groups ? owner.Gid : owner.Uid;
            if (now != id)
            {
                yield return $"{id}>{now}";
            }
        }
    }
}

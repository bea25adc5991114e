using Warewulf.Core.Images.Users;

namespace Warewulf.Core.Tests.Images.Users;

/// <summary>
/// Of random heads and images: whoever owned a file owns it afterwards, by name; accounts of the image alone keep their ids, accounts of the head have the
/// head's; and once it is done there is nothing left to do, however often it was broken off.
/// </summary>
[Trait("Suite", "Fast")]
public sealed class UserPropertyTests
{
    private const int Names = 8;
    private const int Ids = 12;

    [Fact]
    public void Align_RandomAccounts_OwnersKeepTheirNames()
    {
        var (refused, done) = (0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var (host, image) = (new Side(random), new Side(random));
            using var tree = new UserTree(image.Passwd, image.Group);
            var before = Fill(tree, random);
            if (Conflict(host.Users, image.Users) || Conflict(host.Groups, image.Groups))
            {
                Assert.Throws<WarewulfException>(() => tree.Compare(host.Passwd, host.Group));
                refused++;
                continue;
            }

            var change = tree.Prepare(host.Passwd, host.Group);
            Interrupt(tree, change, random);
            var stored = UserChange.Read(change.Write())!;
            UserChanger.Apply(tree.Root, stored);
            UserChanger.Publish(tree.Root, stored);

            foreach (var (path, owner) in before)
            {
                var expected = new Owner(Expected(host.Users, image.Users, owner.Uid), Expected(host.Groups, image.Groups, owner.Gid));
                Assert.True(expected == tree.Owner(path), $"seed {seed}: {path} was {owner}, is {tree.Owner(path)} and not {expected}");
            }

            Assert.StartsWith(host.Passwd, tree.Passwd, StringComparison.Ordinal);
            Assert.True(tree.Prepare(host.Passwd, host.Group).IsEmpty, $"seed {seed}: the second time there is something to do");
            done++;
        }

        Assert.True(refused > 20 && done > 100, $"{refused} refused, {done} done");
    }

    [Fact]
    public void Undo_BrokenOffAnywhere_PutsEverythingBack()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var image = new Side(random);
            using var tree = new UserTree(image.Passwd, image.Group);
            var before = Fill(tree, random);
            var host = new Side(random, distance: 20);
            var change = tree.Prepare(host.Passwd, host.Group);
            Interrupt(tree, change, random);
            UserChanger.Undo(tree.Root, change);
            Assert.All(before, pair => Assert.Equal(pair.Owner, tree.Owner(pair.Path)));
            Assert.Equal((image.Passwd, image.Group), (tree.Passwd, tree.Group));
            Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(tree.Root, "etc")).Count());
        }
    }

    // The first few files have their new owners already, and maybe one of the account files is new: what a kill leaves.
    private static void Interrupt(UserTree tree, UserChange change, Random random)
    {
        var part = new UserChange([.. change.Owners.Take(random.Next(change.Files + 1))], []);
        UserChanger.Apply(tree.Root, part);
        if (random.Next(3) == 0)
        {
            UserChanger.Apply(tree.Root, change);
        }
    }

    private static List<(string Path, Owner Owner)> Fill(UserTree tree, Random random)
    {
        var owners = new List<(string Path, Owner Owner)>();
        for (var i = 0; i < 12; i++)
        {
            var owner = new Owner((uint)random.Next(Ids), (uint)random.Next(Ids));
            tree.Add($"f{i}", owner.Uid, owner.Gid);
            owners.Add(($"f{i}", owner));
        }

        return owners;
    }

    // The rule as the manual has it, without maps and sets.
    private static uint Expected(List<(string Name, uint Id)> host, List<(string Name, uint Id)> image, uint id)
    {
        var owner = image.Find(account => account.Id == id).Name;
        return owner is not null && !host.Contains((owner, id)) && host.Exists(account => account.Name == owner) ? host.Find(account => account.Name == owner).Id : id;
    }

    private static bool Conflict(List<(string Name, uint Id)> host, List<(string Name, uint Id)> image) =>
        image.Exists(own => !host.Exists(account => account.Name == own.Name) && host.Exists(account => account.Id == own.Id));

    private sealed class Side
    {
        public Side(Random random, uint distance = 0)
        {
            Users = Accounts(random, distance);
            Groups = Accounts(random, distance);
        }

        public List<(string Name, uint Id)> Users { get; }

        public List<(string Name, uint Id)> Groups { get; }

        public string Passwd => "# users\n" + string.Concat(Users.Select(user => $"{user.Name}:x:{user.Id}:0::/:/bin/sh\n"));

        public string Group => string.Concat(Groups.Select(group => $"{group.Name}:x:{group.Id}:\n"));

        // Few names and few ids: swaps, chains, shared ids and doubled names come by themselves. Far away, nothing can be in conflict.
        private static List<(string Name, uint Id)> Accounts(Random random, uint distance) =>
            [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => ($"u{random.Next(Names)}", (uint)random.Next(Ids) + distance))];
    }
}

using System.Text;
using Warewulf.Core.Api.Images;

namespace Warewulf.Core.Images.Users;

/// <summary>What has to happen to the users, or to the groups, of an image so that whoever is known to the head has the head's ids.</summary>
internal sealed class AccountPlan
{
    private readonly AccountKind _kind;
    private readonly AccountFile _host;
    private readonly AccountFile _image;
    private readonly Dictionary<uint, uint> _moves = [];

    internal AccountPlan(AccountKind kind, AccountFile host, AccountFile image)
    {
        _kind = kind;
        _host = host;
        _image = image;
        foreach (var id in image.Accounts.Select(line => line.Id!.Value).Distinct())
        {
            var name = image.NameOf(id)!;
            if (host.IdOf(name) is { } wanted && !host.Has(name, id))
            {
                _moves.Add(id, wanted);
            }
        }
    }

    /// <summary>The ids of the image that become others. All at once: one may become what another was.</summary>
    internal IReadOnlyDictionary<uint, uint> Moves => _moves;

    /// <summary>Every name, the head's first, and how it stands with it.</summary>
    internal IEnumerable<ImageAccount> Accounts =>
        from name in _host.Names.Concat(_image.Names).Distinct()
        let host = _host.IdOf(name)
        let image = _image.IdOf(name)
        select new ImageAccount(AccountFile.Show(name), State(host, image)) { HostId = host, ImageId = image };

    /// <summary>Whether the head knows something of accounts that the image does not.</summary>
    internal bool IsNeeded => _moves.Count > 0 || _host.Names.Any(name => _image.IdOf(name) != _host.IdOf(name));

    private string Word => _kind == AccountKind.User ? "user" : "group";

    /// <summary>Accounts of the image alone whose ids are somebody else's on the head: their files would change hands.</summary>
    internal IEnumerable<string> Conflicts() =>
        from line in _image.Accounts
        where !_host.Has(line.Name!) && _host.NameOf(line.Id!.Value) is not null
        select $"{Word} '{AccountFile.Show(line.Name!)}' of the image has the id {line.Id}, which is that of '{AccountFile.Show(_host.NameOf(line.Id!.Value)!)}' on the head";

    /// <summary>What somebody should know.</summary>
    internal IEnumerable<string> Warnings()
    {
        foreach (var (file, place) in ((AccountFile, string)[])[(_host, "head"), (_image, "image")])
        {
            foreach (var line in file.Lines.Where(line => line is { Name: not null, Id: null }))
            {
                yield return $"{Word} '{AccountFile.Show(line.Name!)}' of the {place} has no id that a file could have: the line is not looked at";
            }
        }

        foreach (var id in _image.Accounts.GroupBy(line => line.Id!.Value))
        {
            List<string> names = [.. id.Select(line => line.Name!).Distinct()];
            if (names.Select(name => _host.IdOf(name) ?? id.Key).Distinct().Count() > 1)
            {
                var all = string.Join(", ", names.Select(name => $"'{AccountFile.Show(name)}'"));
                yield return $"{all} have the same {Word} id {id.Key} in the image and not on the head: its files go to '{AccountFile.Show(names[0])}'";
            }
        }
    }

    /// <summary>Memberships that users of the image alone lose, because a group that both have is taken over from the head.</summary>
    /// <param name="users">The users.</param>
    internal IEnumerable<string> LostMembers(AccountPlan users) =>
        from name in _image.Names
        where _host.Has(name)
        from member in _image.MembersOf(name).Except(_host.MembersOf(name))
        where users._image.Has(member) && !users._host.Has(member)
        select $"user '{AccountFile.Show(member)}' of the image is no member of the head's group '{AccountFile.Show(name)}', as it is of the image's: add it there if it has to be";

    /// <summary>Whether files of an id without a name in the image belong to somebody once the head's names are there.</summary>
    internal bool IsAdopted(uint id) => _image.NameOf(id) is null && _host.NameOf(id) is not null;

    /// <summary>What an account that gets files nobody owned is called.</summary>
    internal string Adopter(uint id) => $"{Word} '{AccountFile.Show(_host.NameOf(id)!)}'";

    /// <summary>The image's new file: the head's, and what the image alone has.</summary>
    /// <param name="rewrite">What becomes of lines of accounts that the image alone has.</param>
    internal byte[] Text(Func<string, string> rewrite)
    {
        var theirs = _host.Lines.Select(line => line.Text).ToList();
        var known = theirs.ToHashSet();
        var own = from line in _image.Lines
                  where line.Name is null ? line.Text.Length > 0 && !known.Contains(line.Text) : !_host.Has(line.Name)
                  select line.Name is null ? line.Text : rewrite(line.Text);
        return Encoding.Latin1.GetBytes(string.Concat(theirs.Concat(own).Select(line => line + '\n')));
    }

    private static ImageAccountState State(uint? host, uint? image) => (host, image) switch
    {
        (null, _) => ImageAccountState.OnlyImage,
        (_, null) => ImageAccountState.OnlyHost,
        _ => host == image ? ImageAccountState.Match : ImageAccountState.Differ,
    };
}

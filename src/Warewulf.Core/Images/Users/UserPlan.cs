using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Users;

/// <summary>How the users and groups of an image are brought into step with those of the head.</summary>
public sealed class UserPlan
{
    private const int LargestFile = 64 * 1024 * 1024;
    private const int NamedConflicts = 10;
    private const int GidField = 3;

    private readonly AccountPlan _users;
    private readonly AccountPlan _groups;
    private readonly (BytePath Path, byte[] Content) _passwd;
    private readonly (BytePath Path, byte[] Content) _group;

    private UserPlan((byte[] Passwd, byte[] Group) host, (BytePath Path, byte[] Content) passwd, (BytePath Path, byte[] Content) group)
    {
        _passwd = passwd;
        _group = group;
        _users = new AccountPlan(AccountKind.User, AccountFile.Parse(AccountKind.User, host.Passwd), AccountFile.Parse(AccountKind.User, passwd.Content));
        _groups = new AccountPlan(AccountKind.Group, AccountFile.Parse(AccountKind.Group, host.Group), AccountFile.Parse(AccountKind.Group, group.Content));
        Report = new ImageUserReport([.. _users.Accounts], [.. _groups.Accounts]) { IsNeeded = _users.IsNeeded || _groups.IsNeeded };
        Warnings = [.. _users.Warnings(), .. _groups.Warnings(), .. _groups.LostMembers(_users)];
    }

    /// <summary>How they stand.</summary>
    public ImageUserReport Report { get; }

    /// <summary>What the admin should know.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Compares an image with the head.</summary>
    /// <param name="image">The image.</param>
    /// <param name="passwd">The head's passwd file.</param>
    /// <param name="group">The head's group file.</param>
    /// <exception cref="WarewulfException">
    /// NotFound: the image has no such files; Conflict: accounts that only the image has use ids of the head's, every one of which is named.
    /// </exception>
    public static UserPlan Compare(ImageRoot image, byte[] passwd, byte[] group)
    {
        ArgumentNullException.ThrowIfNull(image);
        var plan = new UserPlan((passwd, group), Read(image, "/etc/passwd"), Read(image, "/etc/group"));
        List<string> conflicts = [.. plan._users.Conflicts(), .. plan._groups.Conflicts()];
        if (conflicts.Count == 0)
        {
            return plan;
        }

        var more = conflicts.Count > NamedConflicts ? $"; and {conflicts.Count - NamedConflicts} more" : "";
        throw WarewulfException.Conflict(
            $"{string.Join("; ", conflicts.Take(NamedConflicts))}{more}. Add each of them to the head's passwd or group file, or give it another id in the image.");
    }

    /// <summary>Finds what has to be done to the image's tree. Nothing is changed.</summary>
    /// <param name="directory">The root directory of the image.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What has to be done, and what the admin should know about it.</returns>
    public (UserChange Change, IReadOnlyList<string> Warnings) Prepare(
        string directory, IProgress<ImageTreeProgress>? progress, CancellationToken cancellationToken)
    {
        List<AccountText> texts =
        [
            new(_passwd.Path, _users.Text(WithGroup)),
            new(_group.Path, _groups.Text(static line => line)),
        ];
        byte[][] contents = [_passwd.Content, _group.Content];
        texts = [.. texts.Where((text, i) => !text.Content.AsSpan().SequenceEqual(contents[i]))];
        if (!Report.IsNeeded)
        {
            return (new UserChange([], texts), []);
        }

        using var root = ImageTreeErrors.OpenRoot(directory);
        var walk = new OwnerWalk(_users, _groups, new ImageTreeMeter(progress, cancellationToken), cancellationToken);
        ImageTree.Guard("look for the files of users in", directory, () => walk.Run(root));
        return (new UserChange(walk.Changes, texts), walk.Warnings());
    }

    private static (BytePath Path, byte[] Content) Read(ImageRoot image, string path)
    {
        if (image.Find(path) is not { IsFile: true } found)
        {
            throw WarewulfException.NotFound($"The image has no file '{path}', so its users are not known. Install the package that brings it.");
        }

        if (found.Size > LargestFile)
        {
            throw WarewulfException.Invalid($"'{path}' in the image has {found.Size} bytes and the limit is {LargestFile}. Check what it is.");
        }

        using var file = image.OpenRead(found.Path)
            ?? throw new WarewulfException(ApiErrorCode.Busy, $"'{path}' in the image was replaced while it was read. Try again.");
        var content = new byte[found.Size];
        file.ReadExactly(content);
        return (found.Path, content);
    }

    // The group that a user of the image's own logs in with may have got another id.
    private string WithGroup(string line)
    {
        var fields = line.Split(':');
        if (uint.TryParse(fields[GidField], out var gid) && _groups.Moves.TryGetValue(gid, out var moved))
        {
            fields[GidField] = $"{moved}";
        }

        return string.Join(':', fields);
    }
}

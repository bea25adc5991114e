using System.Text;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Users;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Images.Users;

/// <summary>A small tree with account files, and a head's to bring it into step with.</summary>
internal sealed class UserTree : IDisposable
{
    private readonly TempDirectory _temp = new();

    public UserTree(string passwd, string group)
    {
        Root = _temp.Make("rootfs");
        Directory.CreateDirectory(Path.Combine(Root, "etc"));
        Write("etc/passwd", passwd);
        Write("etc/group", group);
    }

    public string Root { get; }

    public string Outside => _temp["outside"];

    public string Passwd => Read("etc/passwd");

    public string Group => Read("etc/group");

    /// <summary>Lines of users, from words such as <c>ada:5</c>.</summary>
    public static string Users(string words) => string.Concat(Words(words).Select(word => $"{word[0]}:x:{word[1]}:0::/:/bin/sh\n"));

    /// <summary>Lines of groups, from words such as <c>wheel:5</c>.</summary>
    public static string Groups(string words) => string.Concat(Words(words).Select(word => $"{word[0]}:x:{word[1]}:\n"));

    public void Write(string path, string content) => File.WriteAllText(Path.Combine(Root, path), content, Encoding.Latin1);

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path), Encoding.Latin1);

    /// <summary>Makes a file that somebody owns.</summary>
    public void Add(string path, uint uid, uint gid, uint mode = 0x1A4)
    {
        Write(path, "x");
        using var root = TempDirectory.Open(Root);
        PosixFile.SetOwner(root, Encoding.UTF8.GetBytes(path), uid, gid);
        PosixFile.SetMode(root, Encoding.UTF8.GetBytes(path), mode);
    }

    public FileStatus Status(string path)
    {
        using var root = TempDirectory.Open(Root);
        return PosixFile.Status(root, Encoding.UTF8.GetBytes(path));
    }

    public Owner Owner(string path) => Status(path) is var status ? new Owner(status.Uid, status.Gid) : default;

    public UserPlan Compare(string passwd, string group)
    {
        using var image = ImageRoot.Open(Root);
        return UserPlan.Compare(image, Encoding.Latin1.GetBytes(passwd), Encoding.Latin1.GetBytes(group));
    }

    public UserChange Prepare(string passwd, string group) => Compare(passwd, group).Prepare(Root, null, default).Change;

    /// <summary>Does it all.</summary>
    public UserChange Align(string passwd, string group)
    {
        var change = Prepare(passwd, group);
        UserChanger.Apply(Root, change);
        UserChanger.Publish(Root, change);
        return change;
    }

    public void Dispose() => _temp.Dispose();

    private static IEnumerable<string[]> Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split(':'));
}

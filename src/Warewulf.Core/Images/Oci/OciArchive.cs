using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Oci;

/// <summary>An image in an uncompressed tar file. Its members are found once and then read where they lie.</summary>
public sealed class OciArchive : OciFiles
{
    private const int MaxLinks = 8;

    private readonly string _path;
    private readonly Dictionary<string, Member> _members = [];

    /// <summary>Lists the archive.</summary>
    /// <param name="path">An uncompressed tar file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WarewulfException">Invalid: it is damaged.</exception>
    public OciArchive(string path, CancellationToken cancellationToken)
    {
        _path = path;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096);
        var reader = new TarArchiveReader(file);
        while (reader.ReadEntry() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var link = UnixMode.Is(entry.Mode, UnixMode.SymbolicLink) ? Join(Directory(entry.Name.ToString()), entry.LinkTarget.ToString())
                : entry.IsHardLink ? Join("", entry.LinkTarget.ToString())
                : null;
            _members[Join("", entry.Name.ToString())] = new Member(reader.Position, entry.Size, link);
        }
    }

    /// <summary>Whether a file of that name is in it.</summary>
    public bool Has(string path) => Find(path) is not null;

    /// <inheritdoc/>
    public override Stream? Open(string path) => Find(path) is { } member ? new FileRange(_path, member.Start, member.Length) : null;

    private static string Directory(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "";

    private static string Join(string directory, string path)
    {
        var parts = new List<string>();
        foreach (var part in $"{directory}/{path}".Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "." or ".."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private Member? Find(string path)
    {
        path = Join("", path);
        for (var i = 0; i < MaxLinks && _members.TryGetValue(path, out var member); i++)
        {
            if (member.Link is null)
            {
                return member;
            }

            path = member.Link;
        }

        return null;
    }

    private sealed record Member(long Start, long Length, string? Link);
}

using System.Globalization;
using System.Text;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Users;

/// <summary>
/// What stands in a passwd or group file, read as the C library reads it. A character is a byte here, so that names in any encoding, and lines that
/// make no sense, come out as they went in.
/// </summary>
internal sealed class AccountFile
{
    private const int UserFields = 7;
    private const int GroupFields = 4;
    private const int IdField = 2;
    private const int MembersField = 3;

    private readonly Dictionary<string, uint> _ids = [];
    private readonly Dictionary<uint, string> _names = [];
    private readonly HashSet<(string Name, uint Id)> _pairs = [];

    private AccountFile(IReadOnlyList<AccountLine> lines)
    {
        Lines = lines;
        foreach (var line in lines)
        {
            if (line is { Name: { } name, Id: { } id })
            {
                _ids.TryAdd(name, id);
                _names.TryAdd(id, name);
                _pairs.Add((name, id));
            }
        }
    }

    /// <summary>Every line, in order.</summary>
    internal IReadOnlyList<AccountLine> Lines { get; }

    /// <summary>The lines that are accounts with an id.</summary>
    internal IEnumerable<AccountLine> Accounts => Lines.Where(line => line is { Name: not null, Id: not null });

    /// <summary>The names, each once, in the order of their first lines.</summary>
    internal IEnumerable<string> Names => Accounts.Select(line => line.Name!).Distinct();

    /// <summary>Reads a file.</summary>
    internal static AccountFile Parse(AccountKind kind, ReadOnlySpan<byte> text)
    {
        var lines = Encoding.Latin1.GetString(text).Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        return new AccountFile([.. lines.Take(count).Select(line => Parse(kind, line))]);
    }

    /// <summary>A name for messages.</summary>
    internal static string Show(string name) => new BytePath(Encoding.Latin1.GetBytes(name)).ToString();

    /// <summary>Whether an account with an id has the name.</summary>
    internal bool Has(string name) => _ids.ContainsKey(name);

    /// <summary>Whether a line gives the name the id, be it the first of that name or not.</summary>
    internal bool Has(string name, uint id) => _pairs.Contains((name, id));

    /// <summary>The id that looking up the name gives: that of its first line.</summary>
    internal uint? IdOf(string name) => _ids.TryGetValue(name, out var id) ? id : null;

    /// <summary>The name that looking up the id gives: that of its first line.</summary>
    internal string? NameOf(uint id) => _names.GetValueOrDefault(id);

    /// <summary>The members of a group: those of its first line.</summary>
    internal string[] MembersOf(string group) => Accounts.First(line => line.Name == group).Text.Split(':')[MembersField]
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static AccountLine Parse(AccountKind kind, string line)
    {
        var fields = line.Split(':');
        var name = fields[0].TrimStart(' ', '\t');
        return fields.Length != (kind == AccountKind.User ? UserFields : GroupFields) || name.Length == 0 || name[0] is '+' or '-' or '#'
            ? new AccountLine(line, null, null)
            : new AccountLine(line, name, ParseId(fields[IdField]));
    }

    // The largest number means "leave it as it is" to chown.
    private static uint? ParseId(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != uint.MaxValue ? id : null;
}

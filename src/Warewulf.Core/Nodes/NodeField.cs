using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Nodes;

/// <summary>One settable field of a node or profile: its flag, its name in displays, and how it is read and written.</summary>
public sealed class NodeField
{
    /// <summary>The word that removes a value.</summary>
    public const string Undefined = "UNDEF";

    private readonly Func<NodeSettings, string, string?> _get;
    private readonly Func<NodeSettings, string, string?, NodeSettings> _set;

    internal NodeField(
        string flag,
        char? shortFlag,
        string display,
        NodeFieldKind kind,
        string help,
        Func<NodeSettings, string, string?> get,
        Func<NodeSettings, string, string?, NodeSettings> set)
    {
        Flag = flag;
        Short = shortFlag;
        Display = display;
        Kind = kind;
        Help = help;
        _get = get;
        _set = set;
    }

    /// <summary>The long flag without dashes, such as <c>ipaddr</c>; also the key of a change request.</summary>
    public string Flag { get; }

    /// <summary>The short flag, if it has one.</summary>
    public char? Short { get; }

    /// <summary>The name in displays; <c>[n]</c> stands for the network name.</summary>
    public string Display { get; }

    /// <summary>The kind of value.</summary>
    public NodeFieldKind Kind { get; }

    /// <summary>One line of help.</summary>
    public string Help { get; }

    /// <summary>What a value must be beyond its kind: tells what is wrong with it, or nothing.</summary>
    internal Func<string, string?>? Check { get; init; }

    /// <summary>The current value as text, or nothing when it is not set.</summary>
    /// <param name="settings">The settings to read.</param>
    /// <param name="netName">The network that network fields are read from.</param>
    public string? Get(NodeSettings settings, string netName) => _get(settings, netName);

    /// <summary>Sets the field, or removes it when the text is empty or <see cref="Undefined"/>.</summary>
    /// <param name="settings">The settings to start from.</param>
    /// <param name="netName">The network that network fields are written to; it is created when absent.</param>
    /// <param name="text">The value.</param>
    /// <exception cref="WarewulfException">The text is not a value of the field's kind.</exception>
    public NodeSettings Set(NodeSettings settings, string netName, string text)
    {
        if (text.Length == 0 || text is Undefined or "UNSET")
        {
            return _set(settings, netName, null);
        }

        if (Validate(text) is { } problem)
        {
            throw WarewulfException.Invalid(problem);
        }

        return _set(settings, netName, text);
    }

    /// <summary>Tells what is wrong with a value, or nothing.</summary>
    public string? Validate(string text) => Kind switch
    {
        NodeFieldKind.Address when !Addresses.TryParse(text, out _) =>
            $"--{Flag}: '{Names.Printable(text)}' is not an IP address: write it as 10.0.0.1 or fd00::1, without a prefix length.",
        NodeFieldKind.Mac when !MacAddress.TryParse(text, null, out _) =>
            $"--{Flag}: '{Names.Printable(text)}' is not a hardware address: write it as six bytes in hexadecimal, such as 52:54:00:12:34:56.",
        NodeFieldKind.YesNo when !YesNo.IsWord(text) =>
            $"--{Flag}: '{Names.Printable(text)}' is neither yes nor no: write true or false.",
        NodeFieldKind.Number when !uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
            $"--{Flag}: '{Names.Printable(text)}' is not a whole number.",
        NodeFieldKind.TagMap when SplitPairs(text).FirstOrDefault(p => p.IndexOf('=', StringComparison.Ordinal) < 1) is { } pair =>
            $"--{Flag}: '{Names.Printable(pair)}' is not a pair: write key=value.",
        NodeFieldKind.List or NodeFieldKind.TagMap when text.Count(c => c == '"') % 2 != 0 =>
            $"--{Flag}: a double quote is not closed: write an item that holds a comma as \"console=ttyS0,115200\".",
        _ when Check?.Invoke(text) is { } wrong => $"--{Flag}: '{Names.Printable(text)}' {wrong}.",
        _ when text.Any(char.IsControl) => $"--{Flag}: the value holds a control character: remove it.",
        _ => null,
    };

    // A comma inside double quotes belongs to its item: "console=ttyS0,115200",quiet are two.
    internal static ImmutableArray<string> SplitList(string text)
    {
        var items = ImmutableArray.CreateBuilder<string>();
        var item = new StringBuilder();
        var quoted = false;
        foreach (var c in text + ",")
        {
            quoted ^= c == '"';
            if (c == ',' && !quoted)
            {
                if (item.Length > 0)
                {
                    items.Add(item.ToString());
                }

                item.Clear();
            }
            else if (c != '"')
            {
                item.Append(c);
            }
        }

        return items.ToImmutable();
    }

    // One pair keeps its commas: route1=10.0.0.0/8,10.1.1.1 is one tag.
    internal static ImmutableArray<string> SplitPairs(string text) => text.Count(c => c == '=') == 1 ? [text] : SplitList(text);
}

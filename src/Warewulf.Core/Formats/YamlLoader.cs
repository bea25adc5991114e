using Warewulf.Core.Api;
using Warewulf.Core.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Warewulf.Core.Formats;

/// <summary>
/// Makes a tree of a YAML file's one document, with aliases and merge keys resolved. What a file can ask for is bounded: levels, because they
/// become calls; what aliases add, because ten lines of them can stand for more text than there is memory.
/// </summary>
internal sealed class YamlLoader
{
    /// <summary>How many levels a file may have. The stored form of a change allows 64, of which it needs some itself.</summary>
    public const int MostLevels = 48;

    // 4,000 nodes that share 4 KB each come to half of it.
    private const long MostAdded = 32 * 1024 * 1024;
    private const string MergeKey = "<<";

    private readonly FileProblems _problems;
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, YamlItem?> _anchors = [];
    private long _added;

    private YamlLoader(FileProblems problems, string text)
    {
        _problems = problems;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a file's text; one that says nothing is an empty section.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <param name="problems">Takes what is wrong without ending the reading: keys that are there twice.</param>
    /// <exception cref="WarewulfException">The text is not YAML, has a second document, or is no section.</exception>
    public static YamlMap Load(string file, string text, FileProblems problems)
    {
        try
        {
            return new YamlLoader(problems, text.TrimStart('\uFEFF')).Document() switch
            {
                YamlMap map => map,
                { IsNull: false } => throw WarewulfException.Invalid($"{file}: keys such as 'key: value' are expected at the top of the file."),
                _ => YamlMap.Empty,
            };
        }
        catch (YamlException e)
        {
            var reason = (e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" ").TrimEnd('.');
            throw new WarewulfException(
                ApiErrorCode.Invalid, $"{file}, line {e.Start.Line}: this is not YAML: {Names.Printable(reason)}. Correct the line.", e);
        }
    }

    private YamlItem? Document()
    {
        Next();
        YamlItem? root = null;
        while (Next() is DocumentStart)
        {
            var item = Item(Next(), 0);
            if (root is not null && !item.IsNull)
            {
                throw _problems.Fatal(item.Line, "a second document begins here, and only the first is read. Remove the line '---' before it.");
            }

            root ??= item;
            _anchors.Clear();
            Next();
        }

        return root;
    }

    private YamlItem Item(ParsingEvent read, int level)
    {
        var line = (int)read.Start.Line;
        if (read is AnchorAlias alias)
        {
            return Alias(alias, line, level);
        }

        if (level > MostLevels)
        {
            throw TooDeep(line);
        }

        var anchor = read is NodeEvent { Anchor.IsEmpty: false } named ? named.Anchor : AnchorName.Empty;
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = null;
        }

        YamlItem item = read switch
        {
            Scalar scalar => Text(scalar, line),
            SequenceStart => List(line, level),
            MappingStart => Map(line, level),
            _ => throw new InvalidOperationException($"A '{read.GetType().Name}' cannot begin a value."),
        };
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = item;
        }

        return item;
    }

    private YamlItem Alias(AnchorAlias alias, int line, int level)
    {
        if (!_anchors.TryGetValue(alias.Value, out var item))
        {
            throw _problems.Fatal(line, $"'*{Names.Printable(alias.Value.Value)}' stands for nothing: there is no such '&' before it.");
        }

        if (item is null)
        {
            throw _problems.Fatal(line, $"'*{Names.Printable(alias.Value.Value)}' stands inside of what it stands for. Remove it.");
        }

        if (level + item.Depth > MostLevels)
        {
            throw TooDeep(line);
        }

        Charge(item.Size, line);
        return item;
    }

    private YamlText Text(Scalar scalar, int line)
    {
        if (scalar.Value.Contains('\0', StringComparison.Ordinal) || !IsUnicode(scalar.Value))
        {
            throw _problems.Fatal(line, "a value holds a character that is none, such as \\0 or half of a pair. Remove it.");
        }

        var isPlain = scalar.Tag.IsEmpty ? scalar.Style == ScalarStyle.Plain
            : scalar.Tag.Value is "tag:yaml.org,2002:null" or "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool";
        return new YamlText(line, scalar.Value, isPlain);
    }

    private YamlList List(int line, int level)
    {
        var items = new List<YamlItem>();
        while (Next() is var read && read is not SequenceEnd)
        {
            items.Add(Item(read, level + 1));
        }

        return new YamlList(line, items);
    }

    private YamlMap Map(int line, int level)
    {
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var merges = new List<YamlItem>();
        while (Next() is var read && read is not MappingEnd)
        {
            var key = Item(read, level + 1);
            var value = Item(Next(), level + 1);
            if (key is not YamlText text)
            {
                entries.Add(new YamlEntry(key is YamlList ? "[...]" : "{...}", false, key.Line, value));
            }
            else if (text is { Text: MergeKey, IsPlain: true })
            {
                merges.Add(value);
            }
            else if (lines.TryAdd(text.Text, key.Line))
            {
                entries.Add(new YamlEntry(text.Text, true, key.Line, value));
            }
            else
            {
                _problems.Add(
                    key.Line, $"the key '{Names.Printable(text.Text)}' is there a second time; the first is in line {lines[text.Text]}. Remove one of them.");
            }
        }

        foreach (var merge in merges)
        {
            Merge(merge, entries, lines);
        }

        return new YamlMap(line, entries);
    }

    // What is said in the section itself wins, then what is merged first.
    private void Merge(YamlItem merge, List<YamlEntry> entries, Dictionary<string, int> lines)
    {
        var maps = merge is YamlList list ? list.Items : [merge];
        foreach (var item in maps)
        {
            if (item is not YamlMap map)
            {
                _problems.Add(item.Line, "'<<' takes a section, or a list of sections, to be merged into this one.");
                continue;
            }

            Charge(map.Entries.Count, item.Line);
            entries.AddRange(map.Entries.Where(entry => entry.IsText && lines.TryAdd(entry.Key, entry.Line)));
        }
    }

    private void Charge(long size, int line)
    {
        _added += size;
        if (_added > MostAdded)
        {
            throw _problems.Fatal(
                line, $"the aliases up to here stand for more than {MostAdded / 1024 / 1024} million characters. Use profiles instead of '*' and '<<'.");
        }
    }

    private WarewulfException TooDeep(int line) =>
        _problems.Fatal(line, $"lists and sections are more than {MostLevels} levels deep here. Make it flatter.");

    private ParsingEvent Next()
    {
        var line = (int)(_parser.Current?.End.Line ?? 1);
        try
        {
            return _parser.MoveNext() ? _parser.Current! : throw new YamlException("The text ends too early");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or ArithmeticException or FormatException or IndexOutOfRangeException)
        {
            // The library trips over some texts instead of refusing them, such as a bracket that is never closed before a ':'.
            throw new WarewulfException(
                ApiErrorCode.Invalid, _problems.Fatal(line, "this is not YAML from here on. Correct the lines that follow.").Message, e);
        }
    }

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}

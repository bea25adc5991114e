using Warewulf.Templates.Values;

namespace Warewulf.TestKit.Cases;

/// <summary>Reads Go type expressions such as <c>map[string]*struct{Ip string; N int}</c>.</summary>
public sealed class GoTypeReader(string text)
{
    private static readonly Dictionary<string, GoType> Structs = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, GoType> Basic = new GoType[]
    {
        GoType.Bool, GoType.Int, GoType.Int8, GoType.Int16, GoType.Int32, GoType.Int64, GoType.Uint, GoType.Uint8, GoType.Uint16, GoType.Uint32,
        GoType.Uint64, GoType.Uintptr, GoType.Float32, GoType.Float64, GoType.Complex128, GoType.String,
    }.ToDictionary(t => t.Name, StringComparer.Ordinal);

    private int _position;

    public static GoType Read(string text) => new GoTypeReader(text).Type();

    private GoType Type()
    {
        SkipSpaces();
        if (Take("map["))
        {
            var key = Type();
            Expect(']');
            return Type().MapFrom(key);
        }

        if (Take("[]"))
        {
            return Type().Slice;
        }

        if (Take("["))
        {
            var length = int.Parse(Word(), null);
            Expect(']');
            return Type().ArrayOf(length);
        }

        if (Take("*"))
        {
            return Type().Pointer;
        }

        return Take("struct{") ? Struct() : Named(Word());
    }

    private static GoType Named(string word) => word switch
    {
        "any" => GoType.Any,
        "error" => GoType.Error,
        "net.IP" => GoType.IP,
        "time.Time" => GoType.Time,
        "time.Duration" => GoType.Duration,
        "byte" => GoType.Uint8,
        _ => Basic.TryGetValue(word, out var type) ? type : throw new NotSupportedException("type " + word),
    };

    private GoType Struct()
    {
        var fields = new List<GoField>();
        SkipSpaces();
        while (!Take("}"))
        {
            var name = Word();
            var type = Type();
            var index = fields.Count;
            fields.Add(new GoBoundField<GoValue[]>(name, type, values => values[index]));
            SkipSpaces();
            _ = Take(";");
            SkipSpaces();
        }

        var made = GoType.AnonymousStruct(fields);
        lock (Structs)
        {
            if (Structs.TryGetValue(made.Name, out var known))
            {
                return known;
            }

            Structs[made.Name] = made;
            return made;
        }
    }

    private string Word()
    {
        SkipSpaces();
        var start = _position;
        while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '.' or '_'))
        {
            _position++;
        }

        return text[start.._position];
    }

    private bool Take(string token)
    {
        if (string.CompareOrdinal(text, _position, token, 0, token.Length) != 0)
        {
            return false;
        }

        _position += token.Length;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c.ToString()))
        {
            throw new FormatException($"'{c}' expected at {_position} in {text}");
        }
    }

    private void SkipSpaces()
    {
        while (_position < text.Length && text[_position] == ' ')
        {
            _position++;
        }
    }
}

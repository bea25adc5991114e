using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>Go's encoding/json for output: sorted map keys, HTML characters escaped, Go's number forms.</summary>
internal sealed class GoJson
{
    private const int MaxNesting = 1_000;
    private const int MaxCharacters = 16 << 20;

    private readonly StringBuilder _output = new();
    private readonly TemplateExecution _execution;
    private readonly GoJsonStyle _style;
    private string _problem = "";
    private int _pointers;

    private GoJson(TemplateExecution execution, GoJsonStyle style)
    {
        _execution = execution;
        _style = style;
    }

    /// <summary>Writes the value as JSON; false with Go's message, and the empty string, for what JSON cannot hold.</summary>
    public static bool TryEncode(TemplateExecution execution, GoValue value, GoJsonStyle style, out string text, out string problem)
    {
        var json = new GoJson(execution, style);
        var written = json.Write(value, 0);
        text = written ? json._output.ToString() : "";
        problem = json._problem;
        return written;
    }

    private bool Write(GoValue value, int depth)
    {
        value = value.Unwrap();
        if (depth + _pointers > MaxNesting)
        {
            return Unsupported($"value: encountered a cycle via {value.Type?.Name ?? "nil"}");
        }

        if (_output.Length > MaxCharacters)
        {
            throw new GoFunctionException("value is too large for JSON");
        }

        _execution.CheckSize(_output.Length);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (ReferenceEquals(value.Type, GoType.IP))
        {
            return WriteAddress(value);
        }

        if (value.Type is null || (value.Ref is null && value.Kind is GoKind.Pointer or GoKind.Slice))
        {
            _output.Append("null");
            return true;
        }

        if (value.Type!.JsonMethod is { } method)
        {
            var json = method(value);
            _output.Append(json);
            return json is not null;
        }

        switch (value.Kind)
        {
            case GoKind.Bool:
                _output.Append(value.AsBool ? "true" : "false");
                return true;
            case GoKind.String:
                WriteString(value.AsString);
                return true;
            case GoKind.Float32 or GoKind.Float64:
                return WriteFloat(value);
            case GoKind.Slice when value.Type.Element!.Kind == GoKind.Uint8:
                _output.Append('"').Append(Convert.ToBase64String(value.AsList.ToBytes())).Append('"');
                return true;
            case GoKind.Slice or GoKind.Array:
                return WriteList(value.AsList, depth);
            case GoKind.Map:
                return WriteMap(value, depth);
            case GoKind.Struct:
                return WriteStruct(value, depth);
            case GoKind.Pointer:
                return WritePointed(value.Dereference(), depth);
            case GoKind.Complex128 or GoKind.Func:
                return Unsupported("type: " + value.Type);
            default:
                _output.Append(value.Type.IsUnsigned ? value.AsUint.ToString(CultureInfo.InvariantCulture) : value.AsInt.ToString(CultureInfo.InvariantCulture));
                return true;
        }
    }

    private bool Unsupported(string what)
    {
        _problem = "json: unsupported " + what;
        return false;
    }

    /// <summary>Addresses write themselves as text; one of a wrong length is an error.</summary>
    private bool WriteAddress(GoValue value)
    {
        var length = value.AsList.Count;
        if (length is not (0 or 4 or 16))
        {
            _problem = $"json: error calling MarshalText for type net.IP: address {Convert.ToHexStringLower(value.AsList.ToBytes())}: invalid IP address";
            return false;
        }

        WriteString(length == 0 ? "" : GoFormatter.Print(value));
        return true;
    }

    private bool WriteFloat(GoValue value)
    {
        var number = value.AsFloat;
        var single = value.Kind == GoKind.Float32;
        if (!double.IsFinite(number))
        {
            return Unsupported("value: " + FloatText.Format(number, 'g', -1, single));
        }

        var size = Math.Abs(number);
        var scientific = size != 0 && (single ? (float)size is < 1e-6f or >= 1e21f : size is < 1e-6 or >= 1e21);
        var text = FloatText.Format(number, scientific ? 'e' : 'f', -1, single);
        _output.Append(scientific ? text.Replace("e-0", "e-", StringComparison.Ordinal) : text);
        return true;
    }

    // A pointer shows nowhere, but pointers may lead in a circle.
    private bool WritePointed(GoValue value, int depth)
    {
        _pointers++;
        var written = Write(value, depth);
        _pointers--;
        return written;
    }

    private void NewLine(int depth)
    {
        if (_style == GoJsonStyle.Indented)
        {
            _execution.CheckSize(_output.Length + (depth * 2L));
            _output.Append('\n').Append(' ', depth * 2);
        }
    }

    /// <summary>Writes what comes before an item: a comma after the first, a new line, and for an entry its name.</summary>
    private void BeginItem(ref bool first, int depth, string? name = null)
    {
        _output.Append(first ? "" : ",");
        first = false;
        NewLine(depth + 1);
        if (name is not null)
        {
            WriteString(name);
            _output.Append(_style == GoJsonStyle.Indented ? ": " : ":");
        }
    }

    private bool End(bool isEmpty, int depth, char bracket)
    {
        if (!isEmpty)
        {
            NewLine(depth);
        }

        _output.Append(bracket);
        return true;
    }

    private bool WriteList(GoList list, int depth)
    {
        _output.Append('[');
        var first = true;
        for (var i = 0; i < list.Count; i++)
        {
            BeginItem(ref first, depth);
            if (!Write(list[i], depth + 1))
            {
                return false;
            }
        }

        return End(first, depth, ']');
    }

    private bool WriteMap(GoValue map, int depth)
    {
        var key = map.Type!.Key!;
        if (key.Kind != GoKind.String && !key.IsSigned && !key.IsUnsigned)
        {
            return Unsupported("type: " + map.Type);
        }

        if (map.AsMap is not { } items)
        {
            _output.Append("null");
            return true;
        }

        _output.Append('{');
        var entries = items.SortedKeys()
            .Select(k => (Name: key.Kind == GoKind.String ? k.AsString : k.AsInt.ToString(CultureInfo.InvariantCulture), Key: k))
            .OrderBy(static e => e.Name, Comparer<string>.Create(GoText.Compare));
        var first = true;
        foreach (var entry in entries)
        {
            BeginItem(ref first, depth, entry.Name);
            _ = items.TryGet(entry.Key, out var value);
            if (!Write(value, depth + 1))
            {
                return false;
            }
        }

        return End(first, depth, '}');
    }

    private bool WriteStruct(GoValue value, int depth)
    {
        _output.Append('{');
        var first = true;
        foreach (var field in value.Type!.Fields)
        {
            var item = field.Get(value.Ref!);
            if (!field.IsExported || field.JsonName == "-" || (field.OmitEmpty && item.Kind != GoKind.Struct && !Truth.Of(item)))
            {
                continue;
            }

            BeginItem(ref first, depth, field.JsonName);
            if (!Write(item, depth + 1))
            {
                return false;
            }
        }

        return End(first, depth, '}');
    }

    private void WriteString(string text)
    {
        _output.Append('"');
        foreach (var (rune, invalid, part) in GoText.Runes(text))
        {
            _ = rune.Value switch
            {
                _ when invalid >= 0 => _output.Append("\\ufffd"),
                '"' => _output.Append("\\\""),
                '\\' => _output.Append("\\\\"),
                '\n' => _output.Append("\\n"),
                '\r' => _output.Append("\\r"),
                '\t' => _output.Append("\\t"),
                '\b' => _output.Append("\\b"),
                '\f' => _output.Append("\\f"),
                '<' or '>' or '&' when _style == GoJsonStyle.Raw => _output.Append(part),
                '<' or '>' or '&' or < ' ' or 0x2028 or 0x2029 => _output.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture)),
                _ => _output.Append(part),
            };
        }

        _output.Append('"');
    }
}

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

    /// <summary>The value as JSON; the empty string for what JSON cannot hold, as Sprig's toJson gives.</summary>
    public static string Encode(GoValue value)
    {
        var json = new GoJson();
        return json.Write(value, 0) ? json._output.ToString() : "";
    }

    private bool Write(GoValue value, int depth)
    {
        value = value.Unwrap();
        if (depth > MaxNesting)
        {
            return false;
        }

        if (_output.Length > MaxCharacters)
        {
            throw new GoFunctionException("value is too large for JSON");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();

        if (value.IsNil)
        {
            _output.Append("null");
            return true;
        }

        if (ReferenceEquals(value.Type, GoType.IP))
        {
            WriteString(GoFormatter.Print(value));
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
            case GoKind.Slice when value.Type!.Element!.Kind == GoKind.Uint8:
                _output.Append('"').Append(Convert.ToBase64String(value.AsList.ToBytes())).Append('"');
                return true;
            case GoKind.Slice or GoKind.Array:
                return WriteList(value.AsList, depth);
            case GoKind.Map:
                return WriteMap(value, depth);
            case GoKind.Struct:
                return WriteStruct(value, depth);
            case GoKind.Pointer:
                return Write(value.Dereference(), depth + 1);
            case GoKind.Complex128 or GoKind.Func:
                return false;
            default:
                _output.Append(value.Type!.IsUnsigned ? value.AsUint.ToString(CultureInfo.InvariantCulture) : value.AsInt.ToString(CultureInfo.InvariantCulture));
                return true;
        }
    }

    private bool WriteFloat(GoValue value)
    {
        var number = value.AsFloat;
        if (!double.IsFinite(number))
        {
            return false;
        }

        var size = Math.Abs(number);
        var scientific = size != 0 && size is < 1e-6 or >= 1e21;
        var text = FloatText.Format(number, scientific ? 'e' : 'f', -1, value.Kind == GoKind.Float32);
        _output.Append(scientific ? text.Replace("e-0", "e-", StringComparison.Ordinal) : text);
        return true;
    }

    private bool WriteList(GoList list, int depth)
    {
        _output.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            _output.Append(i > 0 ? "," : "");
            if (!Write(list[i], depth + 1))
            {
                return false;
            }
        }

        _output.Append(']');
        return true;
    }

    private bool WriteMap(GoValue map, int depth)
    {
        var key = map.Type!.Key!;
        if (key.Kind != GoKind.String && !key.IsSigned && !key.IsUnsigned)
        {
            return false;
        }

        _output.Append('{');
        var entries = map.AsMap!.SortedKeys().Select(k => (Name: GoFormatter.Print(k), Key: k)).OrderBy(e => e.Name, Comparer<string>.Create(GoText.Compare));
        var first = true;
        foreach (var entry in entries)
        {
            _output.Append(first ? "" : ",");
            first = false;
            WriteString(entry.Name);
            _output.Append(':');
            _ = map.AsMap.TryGet(entry.Key, out var value);
            if (!Write(value, depth + 1))
            {
                return false;
            }
        }

        _output.Append('}');
        return true;
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

            _output.Append(first ? "" : ",");
            first = false;
            WriteString(field.JsonName);
            _output.Append(':');
            if (!Write(item, depth + 1))
            {
                return false;
            }
        }

        _output.Append('}');
        return true;
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
                '<' or '>' or '&' or < ' ' or 0x2028 or 0x2029 => _output.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture)),
                _ => _output.Append(part),
            };
        }

        _output.Append('"');
    }
}

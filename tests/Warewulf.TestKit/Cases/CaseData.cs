using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using Warewulf.Templates.Times;
using Warewulf.Templates.Values;

namespace Warewulf.TestKit.Cases;

/// <summary>Makes Go values of the typed JSON of the cases.</summary>
public static class CaseData
{
    public static GoValue Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return default;
            case JsonValueKind.True or JsonValueKind.False:
                return GoValue.Bool(json.GetBoolean());
            case JsonValueKind.String:
                return GoValue.String(json.GetString());
            case JsonValueKind.Number:
                var raw = json.GetRawText();
                return raw.AsSpan().ContainsAny(".eE") ? GoValue.Float(json.GetDouble()) : GoValue.Int(json.GetInt64());
            case JsonValueKind.Array:
                return GoValue.List(json.EnumerateArray().Select(Read).ToArray());
            default:
                return json.TryGetProperty("$t", out var type)
                    ? Read(GoTypeReader.Read(type.GetString()!), json.GetProperty("v"))
                    : GoValue.Dictionary(json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Read(p.Value))));
        }
    }

    private static GoValue Read(GoType type, JsonElement json)
    {
        if (type.Kind == GoKind.Interface)
        {
            return ReferenceEquals(type, GoType.Error) && json.ValueKind == JsonValueKind.String
                ? GoValue.Error(json.GetString()!)
                : Read(json).InSlot(type);
        }

        if (json.ValueKind == JsonValueKind.Null)
        {
            return GoValue.Zero(type);
        }

        if (ReferenceEquals(type, GoType.IP))
        {
            return GoValue.IP(IPAddress.Parse(json.GetString()!));
        }

        if (ReferenceEquals(type, GoType.Time))
        {
            return TimeTypes.Value(TimeParser.Parse(TimeLayout.Rfc3339Nano, json.GetString()!, GoLocation.Utc));
        }

        if (ReferenceEquals(type, GoType.Duration) && json.ValueKind == JsonValueKind.String)
        {
            return GoValue.Integer(type, DurationParser.Parse(json.GetString()!));
        }

        switch (type.Kind)
        {
            case GoKind.Bool:
                return GoValue.Bool(json.GetBoolean());
            case GoKind.String:
                return GoValue.String(json.GetString());
            case GoKind.Float32:
                return GoValue.Float(type, (float)Double(json));
            case GoKind.Float64:
                return GoValue.Float(Double(json));
            case GoKind.Complex128:
                return new GoValue(type, new Complex(Double(json), 0));
            case GoKind.Slice when json.ValueKind == JsonValueKind.String:
                return GoValue.Sequence(type, GoList.Bytes(System.Text.Encoding.UTF8.GetBytes(json.GetString()!)));
            case GoKind.Slice or GoKind.Array:
                return GoValue.Sequence(type, GoList.Of(type.Element!, json.EnumerateArray().Select(e => Read(type.Element!, e)).ToArray()));
            case GoKind.Map:
                return ReadMap(type, json);
            case GoKind.Pointer:
                return GoValue.PointerTo(type.Element!, Read(type.Element!, json));
            case GoKind.Struct:
                return new GoValue(type, type.Fields.Select(f => json.TryGetProperty(f.Name, out var v) ? Read(f.Type, v) : GoValue.Zero(f.Type)).ToArray());
            default:
                return GoValue.Integer(type, type.IsUnsigned ? (long)json.GetUInt64() : json.GetInt64());
        }
    }

    private static double Double(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? json.GetString() switch { "NaN" => double.NaN, "+Inf" or "Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, var text => double.Parse(text!, CultureInfo.InvariantCulture) }
        : json.GetDouble();

    private static GoValue ReadMap(GoType type, JsonElement json)
    {
        var map = new GoDictionary(type);
        foreach (var entry in json.EnumerateObject())
        {
            var key = type.Key!.Kind switch
            {
                GoKind.String or GoKind.Interface => GoValue.String(entry.Name),
                GoKind.Bool => GoValue.Bool(entry.Name == "true"),
                _ => GoValue.Integer(type.Key, long.Parse(entry.Name, CultureInfo.InvariantCulture)),
            };
            map.Set(key, Read(type.Element!, entry.Value));
        }

        return GoValue.Map(type, map);
    }
}

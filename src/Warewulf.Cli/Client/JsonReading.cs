using System.Text.Json;

namespace Warewulf.Cli.Client;

/// <summary>
/// Reads answers that are only shown, without making objects of them: a newer head may say more than this program knows, and preparing
/// the objects costs as much time as all the rest of a command.
/// </summary>
/// <remarks>Callers on the way of a plain list use loops rather than queries: generic code over a structure of another assembly is
/// compiled at every start.</remarks>
internal static class JsonReading
{
    /// <summary>A member, or nothing when it is absent or null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>A member as text; numbers and booleans as written, nothing for whatever is not a single value.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name)?.Text();

    /// <summary>A value as text.</summary>
    public static string? Text(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };

    /// <summary>A member as a moment.</summary>
    public static DateTimeOffset? Moment(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var moment) ? moment : null;

    /// <summary>A member as a whole number.</summary>
    public static long? Whole(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>The items of a member that is a list; none when it is absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The members of a member that is a map; none when it is absent.</summary>
    public static IEnumerable<JsonProperty> Entries(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];

    /// <summary>The texts of a member that is a list, joined by commas; nothing when there are none.</summary>
    public static string? Joined(this JsonElement element, string name)
    {
        string? joined = null;
        foreach (var item in element.Items(name))
        {
            joined = joined is null ? item.Text() : $"{joined},{item.Text()}";
        }

        return joined;
    }

    /// <summary>The same object with another list as one of its members; everything else is as it was, in the same order.</summary>
    public static JsonElement With(this JsonElement element, string name, IEnumerable<JsonElement> items)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in element.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                if (member.NameEquals(name))
                {
                    WriteList(writer, items);
                }
                else
                {
                    member.Value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return document.RootElement.Clone();
    }

    /// <summary>The items of a list that an answer must have.</summary>
    /// <exception cref="Core.WarewulfException">The answer has no such list.</exception>
    public static IEnumerable<JsonElement> Required(this HeadReply reply, JsonElement document, string name) =>
        document.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw reply.Malformed($"lacks '{name}'");

    private static void WriteList(Utf8JsonWriter writer, IEnumerable<JsonElement> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}

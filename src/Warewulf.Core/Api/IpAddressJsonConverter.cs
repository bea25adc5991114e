using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Api;

/// <summary>Writes an IP address in its usual text form.</summary>
public sealed class IpAddressJsonConverter : JsonConverter<IPAddress>
{
    private const int Longest = 64;

    /// <inheritdoc/>
    public override IPAddress? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null || reader.ValueTextEquals(""u8))
        {
            return null;
        }

        // A site has some ten thousand of them: the text is read where it stands.
        Span<char> buffer = stackalloc char[Longest];
        ReadOnlySpan<char> text = reader is { HasValueSequence: false, ValueSpan.Length: <= Longest } ? buffer[..reader.CopyString(buffer)] : reader.GetString();
        return Addresses.TryParse(text, out var address) ? address : throw new JsonException($"'{text}' is not an IP address.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

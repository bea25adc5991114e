using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Api;

/// <summary>Writes an IP address in its usual text form.</summary>
public sealed class IpAddressJsonConverter : JsonConverter<IPAddress>
{
    /// <inheritdoc/>
    public override IPAddress? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return Addresses.TryParse(text, out var address) ? address : throw new JsonException($"'{text}' is not an IP address.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

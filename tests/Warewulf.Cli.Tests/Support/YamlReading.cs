using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Warewulf.Cli.Tests.Support;

/// <summary>Reads YAML as a wary reader does: whatever is not quoted and could be something other than text, is.</summary>
internal static partial class YamlReading
{
    public static string ToJson(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Convert(Assert.Single(stream.Documents).RootNode)?.ToJsonString() ?? "null";
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(child =>
            KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Convert(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value!),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidOperationException(),
    };

    private static JsonNode? Plain(string text) => text.ToLowerInvariant() switch
    {
        "" or "~" or "null" => null,
        "y" or "yes" or "on" or "true" => JsonValue.Create(true),
        "n" or "no" or "off" or "false" => JsonValue.Create(false),
        _ when Numeric().IsMatch(text) => JsonNode.Parse(text),
        _ => JsonValue.Create(text),
    };

    // Numbers, dates and sexagesimals all begin like this; of those only numbers are ever written.
    [GeneratedRegex(@"^[-+.]?[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Numeric();
}

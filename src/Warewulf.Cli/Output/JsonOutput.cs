using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Warewulf.Cli.Output;

/// <summary>Writes one JSON document, indented by two spaces.</summary>
internal static class JsonOutput
{
    // A terminal and a parser both read "a → b"; only web pages need it escaped.
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the document and a line end.</summary>
    public static void Write(TextWriter writer, JsonElement document)
    {
        writer.Write(Build(document.WriteTo));
        writer.Write('\n');
    }

    /// <summary>Makes a document.</summary>
    public static JsonElement Make(Action<Utf8JsonWriter> write)
    {
        using var document = JsonDocument.Parse(Build(write));
        return document.RootElement.Clone();
    }

    private static string Build(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}

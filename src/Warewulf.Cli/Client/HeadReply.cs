using System.Text.Json;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Client;

/// <summary>What a head answered.</summary>
/// <param name="Head">The head.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
internal sealed record HeadReply(HeadAddress Head, int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the head did what it was asked.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Reads the body as a JSON object.</summary>
    /// <exception cref="WarewulfException">It is not one.</exception>
    public JsonElement Document()
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            // Told below, in words for the person.
        }

        throw Malformed("is not a JSON object");
    }

    /// <summary>A failure that tells what is wrong with this answer.</summary>
    /// <param name="what">What is wrong, as in "the answer <c>lacks 'nodes'</c>".</param>
    public WarewulfException Malformed(string what) => new(
        ApiErrorCode.Internal,
        $"The answer of {Head.Text} {what}: is it a head of the same version? Compare 'wwctl version --all'.");

    /// <summary>The refusal as the head put it.</summary>
    public WarewulfException Refusal()
    {
        try
        {
            if (JsonSerializer.Deserialize(Body.Span, ApiJsonContext.Default.ApiError) is { Message.Length: > 0 } error)
            {
                // One line, whoever it was that answered; only what is wrong with a local file has several.
                return new WarewulfException(error.Code, Output.Line.Clean(error.Message));
            }
        }
        catch (JsonException)
        {
            // Not one of our refusals: a proxy, or another program on that port.
        }

        return new WarewulfException(
            ApiErrorCode.Internal, $"{Head.Text} answered with HTTP status {Status} and no reason: is that a head? Its log may say more.");
    }
}

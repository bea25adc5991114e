using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Client;

/// <summary>Takes the lines with progress out of an answer as they arrive; the last line is the answer.</summary>
internal sealed class AnswerLines(Action<ImageProgress>? told)
{
    /// <summary>Takes what has arrived of it.</summary>
    /// <exception cref="InvalidDataException">It is not what a head sends.</exception>
    public void Take(MemoryStream body)
    {
        while (body.GetBuffer().AsSpan(0, (int)body.Length).IndexOf((byte)'\n') is var end and >= 0)
        {
            if (Read(body.GetBuffer().AsMemory(0, end)).Progress is not { } progress)
            {
                return;
            }

            told?.Invoke(progress);
            var rest = body.GetBuffer().AsSpan(end + 1, (int)body.Length - end - 1).ToArray();
            body.SetLength(0);
            body.Write(rest);
        }
    }

    /// <summary>Makes of the last line what an answer without progress would have been.</summary>
    /// <exception cref="InvalidDataException">It is not what a head sends.</exception>
    public static HeadReply Last(HeadReply reply) => Read(reply.Body) switch
    {
        { Error: { } error } => reply with { Status = 500, Body = JsonSerializer.SerializeToUtf8Bytes(error, ApiJsonContext.Default.ApiError) },
        { Result: { } result } => reply with { Body = JsonSerializer.SerializeToUtf8Bytes(result, ApiJsonContext.Default.ImageResponse) },
        _ => throw new InvalidDataException("ends without a result"),
    };

    private static ImageAnswer Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, ApiJsonContext.Default.ImageAnswer) ?? new ImageAnswer();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("is not made of JSON documents", e);
        }
    }
}

using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Client;

/// <summary>Takes the lines of an answer as they come; holds no more than the one that is not whole yet and the last.</summary>
/// <param name="progress">Told what a line says of how far the head is.</param>
internal sealed class AnswerLines(Action<ImageProgress> progress) : MemoryStream
{
    private const int LongestLine = 16 * 1024 * 1024;

    private byte[]? _result;
    private byte[]? _error;

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        base.Write(buffer, offset, count);
        if (Length > LongestLine)
        {
            throw new InvalidDataException($"has a line larger than {LongestLine} bytes");
        }

        if (buffer.AsSpan(offset, count).Contains((byte)'\n'))
        {
            TakeLines();
        }
    }

    /// <summary>The answer that the last line holds, as if it had come alone.</summary>
    /// <exception cref="InvalidDataException">The lines ended without one.</exception>
    public HeadReply Last(HeadAddress head) => _error is { } error ? new HeadReply(head, 500, error)
        : _result is { } result ? new HeadReply(head, 200, result)
        : throw new InvalidDataException("ends without a result");

    private void TakeLines()
    {
        var bytes = GetBuffer().AsMemory(0, (int)Length);
        int end;
        while ((end = bytes.Span.IndexOf((byte)'\n')) >= 0)
        {
            Take(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        var rest = bytes.ToArray();
        SetLength(0);
        base.Write(rest, 0, rest.Length);
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.Member("progress") is { } step)
            {
                progress(new ImageProgress(
                    step.Text("stage") ?? "",
                    step.Whole("bytes") ?? 0,
                    step.Whole("totalBytes") ?? 0,
                    step.Whole("entries") ?? 0,
                    step.Whole("totalEntries") ?? 0));
            }

            _result = Bytes(root, "result") ?? _result;
            _error = Bytes(root, "error") ?? _error;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("has a line that is not JSON", e);
        }
    }

    // What a newer head adds to the result is handed on as it is.
    private static byte[]? Bytes(JsonElement root, string name) =>
        root.Member(name) is { ValueKind: JsonValueKind.Object } member ? System.Text.Encoding.UTF8.GetBytes(member.GetRawText()) : null;
}

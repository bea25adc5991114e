namespace Warewulf.Core.Api.Images;

/// <summary>
/// One line of the answer to a request that takes long, when the caller accepts <see cref="MediaType"/>: lines with progress, then one
/// with the result or the error. An answer that is there at once, and a refusal before any work, come as JSON and with a status as usual.
/// </summary>
public sealed record ImageAnswer
{
    /// <summary>JSON documents, one a line.</summary>
    public const string MediaType = "application/x-ndjson";

    /// <summary>How far the work has come.</summary>
    public ImageProgress? Progress { get; init; }

    /// <summary>What came of it.</summary>
    public ImageResponse? Result { get; init; }

    /// <summary>Why nothing came of it. The status of the response, which was sent before, says nothing.</summary>
    public ApiError? Error { get; init; }
}

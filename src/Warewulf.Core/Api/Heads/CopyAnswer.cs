namespace Warewulf.Core.Api.Heads;

/// <summary>One line of the answer to a <see cref="CopyRequest"/>: how far it is, until one says that it is done or why it is not.</summary>
/// <param name="Bytes">Bytes that are there.</param>
/// <param name="TotalBytes">Bytes there will be.</param>
public sealed record CopyAnswer(long Bytes, long TotalBytes)
{
    /// <summary>Whether all of it is on the disk.</summary>
    public bool Done { get; init; }

    /// <summary>Why it will not be.</summary>
    public ApiError? Error { get; init; }
}

namespace Warewulf.Core.Api.Images;

/// <summary>How far work on an image has come.</summary>
/// <param name="Stage">What is done now, in a word: <c>fetching</c>, <c>unpacking</c>, <c>copying</c>, <c>users</c>, <c>building</c>.</param>
/// <param name="Bytes">Bytes done in this stage.</param>
/// <param name="TotalBytes">Bytes to do; 0 when that is not known.</param>
/// <param name="Entries">Files done in this stage.</param>
/// <param name="TotalEntries">Files to do; 0 when that is not known.</param>
public sealed record ImageProgress(string Stage, long Bytes = 0, long TotalBytes = 0, long Entries = 0, long TotalEntries = 0);

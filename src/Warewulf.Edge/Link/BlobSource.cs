using System.Net;

namespace Warewulf.Edge.Link;

/// <summary>The bytes of a blob as one head delivers them.</summary>
/// <param name="Bytes">The stream.</param>
/// <param name="Failed">Called when the head does not go on.</param>
internal sealed record BlobSource(Stream Bytes, Action Failed)
{
    /// <summary>Takes an answer over.</summary>
    /// <exception cref="HttpRequestException">The answer is not what was asked for: bytes from the offset on.</exception>
    public static async Task<BlobSource> OpenAsync(HttpResponseMessage response, long offset, Action failed)
    {
        try
        {
            var from = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From : 0;
            return from == offset
                ? new BlobSource(await response.Content.ReadAsStreamAsync(), failed)
                : throw new HttpRequestException($"it delivered a blob from byte {from} instead of {offset}");
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}

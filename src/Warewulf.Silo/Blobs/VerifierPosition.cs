using System.Globalization;
using System.Text;
using Warewulf.Core.Artifacts;

namespace Warewulf.Silo.Blobs;

/// <summary>How far the reading of all blobs has come, in a small file, so that a restart does not begin anew.</summary>
/// <param name="StartedAt">When this round began.</param>
/// <param name="Done">The two digits with which the digests begin that were read last; empty at the start of a round, and <c>ff</c> at its end.</param>
internal sealed record VerifierPosition(DateTimeOffset StartedAt, string Done)
{
    /// <summary>Whether there is nothing left to read in this round.</summary>
    public bool IsAtEnd => Done == "ff";

    /// <summary>Reads the file; nothing when there is none or it is not one of these.</summary>
    public static VerifierPosition? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Split('\n') is [var started, var done, ..]
                && DateTimeOffset.TryParseExact(started, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                && done.Length is 0 or 2
                && done.All(char.IsAsciiHexDigitLower)
                ? new VerifierPosition(at, done)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Reading everything once more is what a lost position costs.
            return null;
        }
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">The disk is full or refuses.</exception>
    public Task WriteAsync(string path, CancellationToken cancellationToken) => DurableFile.WriteAsync(
        path,
        BlobStore.OwnerOnly,
        Encoding.ASCII.GetBytes(StartedAt.ToString("O", CultureInfo.InvariantCulture) + '\n' + Done + '\n'),
        cancellationToken);
}

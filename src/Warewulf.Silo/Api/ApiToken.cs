using System.Security.Cryptography;
using System.Text;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;

namespace Warewulf.Silo.Api;

/// <summary>The credential for the TCP interface: 32 random bytes in a file that only root can read, made at the first start.</summary>
/// <param name="Value">The secret, in hexadecimal. Never logged.</param>
internal sealed record ApiToken(string Value)
{
    private const int ShortestToken = 16;

    /// <summary>Reads the token, making it when there is none.</summary>
    /// <exception cref="WarewulfException">The file cannot be used, or what it holds is no secret.</exception>
    public static async Task<ApiToken> LoadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(file) ? await ReadAsync(file, cancellationToken) : await MakeAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"The token file '{file}' cannot be used: {e.Message} Run warewulfd as root.", e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "(secret)";

    private static async Task<ApiToken> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var value = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        return value.Length >= ShortestToken
            ? new ApiToken(value)
            : throw WarewulfException.Invalid(
                $"The token in '{file}' is shorter than {ShortestToken} characters. Remove the file; the head makes a new one at its next start.");
    }

    private static async Task<ApiToken> MakeAsync(string file, CancellationToken cancellationToken)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!, OwnerOnly | UnixFileMode.UserExecute);
        var value = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await DurableFile.WriteAsync(file, OwnerOnly, Encoding.ASCII.GetBytes(value + "\n"), cancellationToken);
        return new ApiToken(value);
    }
}

using System.Globalization;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tftp;

/// <summary>What client and server agreed on for one transfer.</summary>
/// <param name="BlockSize">Octets in a full block.</param>
/// <param name="WindowSize">Blocks sent for one acknowledgement.</param>
/// <param name="Timeout">The wait before the first retransmission.</param>
/// <param name="Acknowledged">The options to acknowledge; with none of them the transfer starts with its first block (RFC 2347).</param>
internal sealed record TftpTerms(int BlockSize, int WindowSize, TimeSpan Timeout, IReadOnlyList<TftpOption> Acknowledged)
{
    /// <summary>The smallest block of RFC 2348.</summary>
    public const int MinBlockSize = 8;

    /// <summary>The largest block of RFC 2348.</summary>
    public const int MaxBlockSize = 65464;

    /// <summary>The block of RFC 1350, used when none is negotiated.</summary>
    public const int DefaultBlockSize = 512;

    /// <summary>
    /// The most octets in a window. A whole window arrives at once, and a socket of Linux with default buffers holds this much: a longer window would lose its end
    /// each time. 64 blocks of Ethernet size still fit.
    /// </summary>
    public const int MaxWindowBytes = 128 * 1024;

    /// <summary>
    /// Answers the options of a request. Unknown, repeated and senseless ones are left out of the acknowledgement, which to the client means refused
    /// (RFC 2347); nothing a client asks for ends its transfer.
    /// </summary>
    /// <param name="requested">The options as sent.</param>
    /// <param name="options">The server's limits.</param>
    /// <param name="length">The octets of the file in the mode of this transfer; asked only when the client wants to know.</param>
    /// <param name="blockThatFits">The longest block the path to the client carries; asked only when the client names a block size.</param>
    public static TftpTerms Negotiate(
        IReadOnlyList<TftpOption> requested, TftpServerOptions options, Func<long> length, Func<int> blockThatFits)
    {
        var terms = new TftpTerms(DefaultBlockSize, 1, options.Timeout, []);
        var granted = new List<TftpOption>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var option in requested)
        {
            if (!seen.Add(option.Name) || !TryParse(option.Value, out var value))
            {
                continue;
            }

            switch (option.Name.ToLowerInvariant())
            {
                case TftpOption.BlockSize when value >= MinBlockSize:
                    var ceiling = Math.Max(MinBlockSize, Math.Min(options.MaxBlockSize, blockThatFits()));
                    terms = terms with { BlockSize = (int)Math.Min(value, ceiling) };
                    granted.Add(option with { Value = Text(terms.BlockSize) });
                    break;
                case TftpOption.WindowSize when value is >= 1 and <= ushort.MaxValue && options.MaxWindowSize > 1:
                    terms = terms with { WindowSize = (int)Math.Min(value, options.MaxWindowSize) };
                    granted.Add(option);
                    break;
                case TftpOption.Timeout when value is >= 1 and <= 255 && TimeSpan.FromSeconds(value) <= options.MaxTimeout:
                    // RFC 2349: acknowledged as it is, or not at all.
                    terms = terms with { Timeout = TimeSpan.FromSeconds(value) };
                    granted.Add(option);
                    break;
                case TftpOption.TransferSize:
                    granted.Add(option with { Value = Text(length()) });
                    break;
            }
        }

        // Last, because the block size may be named behind the window size.
        terms = terms with { WindowSize = Math.Clamp(MaxWindowBytes / terms.BlockSize, 1, terms.WindowSize) };
        return terms with { Acknowledged = [.. granted.Select(option => IsWindow(option) ? option with { Value = Text(terms.WindowSize) } : option)] };
    }

    private static bool IsWindow(TftpOption option) => option.Name.Equals(TftpOption.WindowSize, StringComparison.OrdinalIgnoreCase);

    private static bool TryParse(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

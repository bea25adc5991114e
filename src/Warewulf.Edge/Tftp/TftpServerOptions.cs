using System.Net;

namespace Warewulf.Edge.Tftp;

/// <summary>Settings of a <see cref="TftpServer"/>.</summary>
public sealed record TftpServerOptions
{
    /// <summary>Where requests are awaited. Default: port 69 on every IPv4 address.</summary>
    public IPEndPoint LocalEndPoint { get; init; } = new(IPAddress.Any, 69);

    /// <summary>The only network interface to serve, such as "eth1"; null for every one. Default: null.</summary>
    public string? Device { get; init; }

    /// <summary>
    /// The most transfers at one time, 1 or more. A request beyond it is dropped without an answer: firmware repeats a request several times but takes an
    /// error as final, so silence turns the crowd into a queue. Each transfer costs a socket and two blocks of memory. Default: 2000.
    /// </summary>
    public int MaxTransfers { get; init; } = 2000;

    /// <summary>
    /// The most transfers at one time to one address, 1 or more; what goes beyond is dropped as well. Firmware has one, for a moment two. The rest of the
    /// default is for virtual machines that share their host's address, and still leaves one host that goes wrong, or means harm, a small part of
    /// <see cref="MaxTransfers"/>. Default: 32.
    /// </summary>
    public int MaxTransfersPerAddress { get; init; } = 32;

    /// <summary>
    /// The largest block granted, 8 to 65464 octets (RFC 2348). A block is also never longer than fits the path to the client without fragments, which
    /// boot firmware often cannot put together. Default: 65464, so that the path decides.
    /// </summary>
    public int MaxBlockSize { get; init; } = 65464;

    /// <summary>
    /// The largest window granted, 1 to 65535 blocks (RFC 7440); 1 turns the option off. More than the buffers of the client and its switch hold makes
    /// transfers slower, not faster; therefore a window is also never longer than 128 KiB. Default: 64.
    /// </summary>
    public int MaxWindowSize { get; init; } = 64;

    /// <summary>The wait before the first retransmission when the client names none; doubled with each further one. Default: 1 second.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest wait between retransmissions. A client that asks for more (RFC 2349) does not get the option. Default: 16 seconds.
    /// </summary>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>How often a packet is repeated before the client counts as gone, 0 or more. Default: 6.</summary>
    public int Retries { get; init; } = 6;

    /// <summary>
    /// How often the first packet is repeated before the request counts as one that nobody waits for, 0 or more. Fewer than <see cref="Retries"/>: a client
    /// that is there repeats its request, and one that is not holds a transfer for nothing. Default: 2, which with the default waits is 7 seconds.
    /// </summary>
    public int RetriesBeforeAnswer { get; init; } = 2;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTransfers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTransfersPerAddress, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBlockSize, TftpTerms.MinBlockSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBlockSize, TftpTerms.MaxBlockSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWindowSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxWindowSize, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTimeout, Timeout);
        ArgumentOutOfRangeException.ThrowIfNegative(Retries);
        ArgumentOutOfRangeException.ThrowIfNegative(RetriesBeforeAnswer);
    }
}

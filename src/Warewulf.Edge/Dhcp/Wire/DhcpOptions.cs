using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>The options of a message, each code once, in the order of their first appearance.</summary>
internal sealed class DhcpOptions
{
    private readonly List<DhcpOption> _options = [];

    /// <summary>The options in their order.</summary>
    public IReadOnlyList<DhcpOption> All => _options;

    /// <summary>Tells whether the option is there, even with an empty value.</summary>
    public bool Contains(byte code) => IndexOf(code) >= 0;

    /// <summary>The value of an option; null when it is not there.</summary>
    public ReadOnlyMemory<byte>? Find(byte code) => IndexOf(code) is >= 0 and var i ? _options[i].Value : default(ReadOnlyMemory<byte>?);

    /// <summary>The option as an IPv4 address; null when it is not there or is not four bytes long.</summary>
    public IPAddress? FindAddress(byte code) => Find(code) is { Length: 4 } value ? new IPAddress(value.Span) : null;

    /// <summary>The option as a number of one, two or four bytes; null when it is not there or has another length.</summary>
    public uint? FindNumber(byte code) => Find(code) is not { } value
        ? null
        : value.Length switch
        {
            1 => value.Span[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(value.Span),
            4 => BinaryPrimitives.ReadUInt32BigEndian(value.Span),
            _ => null,
        };

    /// <summary>The option as text; null when it is not there. Trailing NULs, which some firmware sends, are cut.</summary>
    public string? FindText(byte code) => Find(code) is { } value ? Encoding.Latin1.GetString(value.Span.TrimEnd((byte)0)) : null;

    /// <summary>Adds an option; a code that is already there is continued (RFC 3396 section 5).</summary>
    public DhcpOptions Add(byte code, ReadOnlyMemory<byte> value)
    {
        if (IndexOf(code) is >= 0 and var i)
        {
            byte[] joined = [.. _options[i].Value.Span, .. value.Span];
            _options[i] = new DhcpOption(code, joined);
        }
        else
        {
            _options.Add(new DhcpOption(code, value));
        }

        return this;
    }

    /// <summary>Adds an option of one byte.</summary>
    public DhcpOptions Add(byte code, byte value) => Add(code, new[] { value });

    /// <summary>Adds a duration in whole seconds, or the largest that 32 bits hold short of "for ever".</summary>
    public DhcpOptions Add(byte code, TimeSpan value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Math.Clamp(value.TotalSeconds, 0, uint.MaxValue - 1));
        return Add(code, bytes);
    }

    /// <summary>Adds an IPv4 address.</summary>
    public DhcpOptions Add(byte code, IPAddress value) => Add(code, value.GetAddressBytes());

    /// <summary>Adds text without a terminator.</summary>
    public DhcpOptions Add(byte code, string value) => Add(code, Encoding.Latin1.GetBytes(value));

    private int IndexOf(byte code)
    {
        for (var i = 0; i < _options.Count; i++)
        {
            if (_options[i].Code == code)
            {
                return i;
            }
        }

        return -1;
    }
}

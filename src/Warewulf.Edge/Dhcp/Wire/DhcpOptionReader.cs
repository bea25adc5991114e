namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>Reads a list of options, of a message or encapsulated in an option such as 43 and 175.</summary>
internal static class DhcpOptionReader
{
    /// <summary>Reads up to the end mark, or the end of the bytes where a careless sender left the mark out.</summary>
    /// <param name="bytes">The list; its values are copied.</param>
    /// <param name="into">Where the options go.</param>
    /// <returns>What is wrong with the list; null when nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, DhcpOptions into)
    {
        while (!bytes.IsEmpty && bytes[0] != DhcpOptionCode.End)
        {
            var code = bytes[0];
            if (code == DhcpOptionCode.Pad)
            {
                bytes = bytes[1..];
                continue;
            }

            if (bytes.Length < 2 || bytes.Length < 2 + bytes[1])
            {
                return $"option {code} is cut off";
            }

            into.Add(code, bytes.Slice(2, bytes[1]).ToArray());
            bytes = bytes[(2 + bytes[1])..];
        }

        return null;
    }

    /// <summary>
    /// Checks the options whose absence means something, so that a damaged one is not taken for a missing one.
    /// </summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? CheckLengths(DhcpOptions options)
    {
        foreach (var option in options.All)
        {
            var expected = option.Code switch
            {
                DhcpOptionCode.MessageType or DhcpOptionCode.Overload => 1,
                DhcpOptionCode.MaxMessageSize => 2,
                DhcpOptionCode.RequestedAddress or DhcpOptionCode.LeaseTime or DhcpOptionCode.ServerIdentifier => 4,
                _ => option.Value.Length,
            };
            if (option.Value.Length != expected)
            {
                return $"option {option.Code} is {option.Value.Length} bytes long instead of {expected}";
            }
        }

        return null;
    }
}

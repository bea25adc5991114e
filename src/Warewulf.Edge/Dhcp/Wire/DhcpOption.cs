namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>One option. The value may be longer than 255 bytes: on the wire it is then several options (RFC 3396).</summary>
/// <param name="Code">The option code, 1 to 254.</param>
/// <param name="Value">The value's bytes.</param>
internal readonly record struct DhcpOption(byte Code, ReadOnlyMemory<byte> Value);

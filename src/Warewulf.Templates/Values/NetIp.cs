using System.Net;

namespace Warewulf.Templates.Values;

/// <summary>Go's net.IP: a byte slice that prints as an address.</summary>
internal static class NetIp
{
    public static GoType Declare()
    {
        var mask = GoType.Named("net.IPMask", GoType.Uint8.Slice, static v => v.AsList.Count == 0 ? "<nil>" : Convert.ToHexStringLower(v.AsList.ToBytes()));
        var methods = new[]
        {
            Method("String", GoType.String, [], static (v, _) => GoValue.String(Text(v))),
            Method("IsLoopback", GoType.Bool, [], static (v, _) => GoValue.Bool(Address(v) is { } a && IPAddress.IsLoopback(a))),
            Method("To4", GoType.Raw, [], static (v, _) => Cut(v, 4)),
            Method("To16", GoType.Raw, [], static (v, _) => Cut(v, 16)),
            Method("Equal", GoType.Bool, [GoType.Raw], static (v, o) => GoValue.Bool(Equals(Address(v), Address(o)))),
            Method("DefaultMask", GoType.Raw, [], (v, _) => DefaultMask(mask, v)),
        };
        return GoType.NamedWithMethods("net.IP", GoType.Uint8.Slice, Text, methods);
    }

    /// <summary>The address itself stands for its bytes until a template looks at those.</summary>
    public static GoValue Value(IPAddress? address) => new(GoType.IP, address);

    /// <summary>The bytes of an address. Go keeps an IPv4 address in its 16-byte form, which templates see when they range over it.</summary>
    public static GoList Bytes(IPAddress address) => GoList.Bytes(address.MapToIPv6().GetAddressBytes());

    private static GoMethod Method(string name, GoType result, GoType[] parameters, Func<GoValue, GoValue, GoValue> call) =>
        new(name, GoFunction.Create(name, result, parameters, (_, args) => call(args[0], args.Length > 1 ? args[1] : default)));

    private static IPAddress? Address(GoValue value)
    {
        var bytes = value.Type is { Kind: GoKind.Slice } ? value.AsList.ToBytes() : [];
        if (bytes.Length is not (4 or 16))
        {
            return null;
        }

        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static string Text(GoValue value)
    {
        if (value.Ref is IPAddress known)
        {
            return AddressText.Of(known);
        }

        var bytes = value.AsList.ToBytes();
        return bytes.Length == 0 ? "<nil>" : Address(value) is { } address ? AddressText.Of(address) : "?" + Convert.ToHexStringLower(bytes);
    }

    private static GoValue Cut(GoValue value, int length)
    {
        var address = Address(value);
        if (address is null || (length == 4 && address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork))
        {
            return GoValue.Sequence(GoType.IP, null);
        }

        return GoValue.Sequence(GoType.IP, GoList.Bytes(length == 4 ? address.GetAddressBytes() : address.MapToIPv6().GetAddressBytes()));
    }

    private static GoValue DefaultMask(GoType mask, GoValue value)
    {
        if (Address(value) is not { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } address)
        {
            return GoValue.Sequence(mask, null);
        }

        byte[] bytes = address.GetAddressBytes()[0] switch
        {
            < 0x80 => [255, 0, 0, 0],
            < 0xC0 => [255, 255, 0, 0],
            _ => [255, 255, 255, 0],
        };
        return GoValue.Sequence(mask, GoList.Bytes(bytes));
    }
}

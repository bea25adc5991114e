using System.Text;

namespace Warewulf.Core.Tests.Archives;

/// <summary>Writes tar archives byte by byte, the wrong ones too.</summary>
internal sealed class TarBuilder
{
    private readonly List<byte> _output = [];

    public TarBuilder File(string name, string content, uint mode = 0x1A4) => Member(Latin(name), '0', Latin(content), mode);

    public TarBuilder Directory(string name, uint mode = 0x1ED) => Member(Latin(name), '5', mode: mode);

    public TarBuilder Symlink(string name, string target) => Member(Latin(name), '2', mode: 0x1FF, link: Latin(target));

    public TarBuilder HardLink(string name, string target) => Member(Latin(name), '1', link: Latin(target));

    public TarBuilder Device(string name, char type, uint major, uint minor) => Member(Latin(name), type, major: major, minor: minor);

    public TarBuilder Pax(params (string Key, string Value)[] records) => Pax('x', records);

    public TarBuilder Pax(char type, params (string Key, string Value)[] records)
    {
        var data = new MemoryStream();
        foreach (var (key, value) in records)
        {
            var rest = $" {key}={value}\n";
            var length = rest.Length;
            while (length != rest.Length + $"{length}".Length)
            {
                length = rest.Length + $"{length}".Length;
            }

            data.Write(Latin($"{length}{rest}"));
        }

        return Member("pax"u8.ToArray(), type, data.ToArray());
    }

    public TarBuilder LongName(string name) => Member(Latin("././@LongLink"), 'L', Latin(name + "\0"));

    public TarBuilder LongLink(string name) => Member(Latin("././@LongLink"), 'K', Latin(name + "\0"));

    public TarBuilder Member(
        byte[] name,
        char type,
        byte[]? content = null,
        uint mode = 0x1A4,
        byte[]? link = null,
        uint major = 0,
        uint minor = 0,
        long? size = null,
        Action<byte[]>? patch = null)
    {
        content ??= [];
        var header = new byte[512];
        name.AsSpan(0, Math.Min(100, name.Length)).CopyTo(header);
        Octal(header, 100, 7, mode);
        Octal(header, 108, 7, PosixIds.Uid);
        Octal(header, 116, 7, PosixIds.Gid);
        Octal(header, 124, 11, size ?? content.Length);
        Octal(header, 136, 11, 1_000_000_000);
        header[156] = (byte)type;
        (link ?? []).AsSpan(0, Math.Min(100, link?.Length ?? 0)).CopyTo(header.AsSpan(157));
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        Octal(header, 329, 7, major);
        Octal(header, 337, 7, minor);
        patch?.Invoke(header);
        header.AsSpan(148, 8).Fill((byte)' ');
        Octal(header, 148, 6, header.Sum(value => (long)value));
        _output.AddRange(header);
        _output.AddRange(content);
        _output.AddRange(new byte[-content.Length & 511]);
        return this;
    }

    public byte[] ToArray()
    {
        return [.. _output, .. new byte[1024]];
    }

    public MemoryStream ToStream() => new(ToArray());

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    private static void Octal(byte[] header, int offset, int digits, long value) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(digits, '0')).CopyTo(header, offset);
}

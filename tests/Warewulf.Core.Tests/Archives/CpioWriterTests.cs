using System.Text;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Tests.Archives;

[Trait("Suite", "Fast")]
public sealed class CpioWriterTests
{
    [Fact]
    public void Complete_Empty_IsOneBlockWithATrailer()
    {
        var bytes = Write(_ => { });
        Assert.Equal(512, bytes.Length);
        Assert.StartsWith("070701", Encoding.ASCII.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal("TRAILER!!!\0", Encoding.ASCII.GetString(bytes, 110, 11));
    }

    [Fact]
    public void Write_File_HasTheDocumentedLayout()
    {
        var bytes = Write(writer => writer.Write(
            new CpioEntry { Name = BytePath.FromText("ab"), Mode = 0x81A4, Uid = 1, Gid = 2, ModifiedSeconds = 0x12345678 }, "hello"u8));
        const string Header = "070701" + "00000001" + "000081A4" + "00000001" + "00000002" + "00000001" + "12345678" + "00000005"
            + "00000000" + "00000000" + "00000000" + "00000000" + "00000003" + "00000000";
        Assert.Equal(Header + "ab\0\0\0\0hello\0\0\0" + "070701", Encoding.ASCII.GetString(bytes, 0, 110 + 6 + 8 + 6));
    }

    [Fact]
    public void Write_HardLinks_ShareANumberAndOthersDoNot()
    {
        var entries = Read(Write(writer =>
        {
            writer.Write(File("a") with { Links = 2, Inode = 77 }, default);
            writer.Write(File("b"), default);
            writer.Write(File("c") with { Links = 2, Inode = 77 }, "x"u8);
            writer.Write(File("d") with { Links = 2, Inode = 5, Mode = UnixMode.Directory }, default);
            writer.Write(File("e") with { Links = 2, Inode = 5, Mode = UnixMode.Directory }, default);
        }));
        Assert.Equal([1u, 2u, 1u, 3u, 4u], entries.Select(entry => entry.Inode));
    }

    [Theory]
    [InlineData("", "empty name")]
    [InlineData("/etc", "absolute")]
    [InlineData("a/../b", "'..'")]
    [InlineData("a\0b", "NUL")]
    [InlineData("TRAILER!!!", "end of an archive")]
    public void Write_NameTheFormatCannotHold_IsRefused(string name, string why)
    {
        Errors.Expect(ApiErrorCode.Invalid, why, () => Write(writer => writer.Write(File(name), default)));
    }

    [Fact]
    public void Write_PathLongerThanTheKernelTakes_IsRefused()
    {
        var name = string.Join('/', Enumerable.Repeat("abcdefg", 512));
        Assert.Equal(4095, name.Length);
        Write(writer => writer.Write(File(name), default));
        Errors.Expect(ApiErrorCode.Invalid, "4096 bytes", () => Write(writer => writer.Write(File(name + "x"), default)));
    }

    [Fact]
    public void BeginEntry_FourGibibytes_IsRefused()
    {
        var writer = new CpioWriter(Stream.Null);
        writer.BeginEntry(File("ok") with { Size = CpioWriter.MaxFileSize });
        Errors.Expect(
            ApiErrorCode.Invalid, "4 GiB", () => new CpioWriter(Stream.Null).BeginEntry(File("big") with { Size = CpioWriter.MaxFileSize + 1 }));
    }

    [Fact]
    public void WriteContent_MoreOrLessThanTheSize_IsACallersError()
    {
        var writer = new CpioWriter(Stream.Null);
        writer.BeginEntry(File("a") with { Size = 3 });
        Assert.Throws<InvalidOperationException>(() => writer.WriteContent("four"u8));
        writer.WriteContent("ab"u8);
        Assert.Throws<InvalidOperationException>(writer.Complete);
        writer.WriteContent("c"u8);
        writer.Complete();
        Assert.Throws<ObjectDisposedException>(writer.Complete);
        Assert.Equal(512, writer.Length);
        Assert.Equal(1, writer.Entries);
    }

    internal static CpioEntry File(string name) => new() { Name = BytePath.FromText(name), Mode = UnixMode.Regular | 0x1A4 };

    internal static byte[] Write(Action<CpioWriter> fill)
    {
        var output = new MemoryStream();
        var writer = new CpioWriter(output);
        fill(writer);
        writer.Complete();
        Assert.Equal(output.Length, writer.Length);
        return output.ToArray();
    }

    internal static List<CpioEntry> Read(byte[] archive)
    {
        var reader = new CpioReader(new MemoryStream(archive));
        var entries = new List<CpioEntry>();
        while (reader.ReadEntry() is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }
}

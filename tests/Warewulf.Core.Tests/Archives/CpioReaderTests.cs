using System.Text;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Tests.Archives;

[Trait("Suite", "Fast")]
public sealed class CpioReaderTests
{
    private const int Mutations = 10_000;

    [Fact]
    public void ReadEntry_RandomMembers_ComeBackAsWritten()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var members = RandomMembers(new Random(seed));
            var reader = new CpioReader(new MemoryStream(Pack(members)));
            foreach (var (entry, content) in members)
            {
                var read = reader.ReadEntry();
                Assert.True(entry == read, $"seed {seed}: {entry} became {read}");
                Assert.True(content.AsSpan().SequenceEqual(ReadAll(reader)), $"seed {seed}: content of {entry.Name}");
            }

            Assert.Null(reader.ReadEntry());
            Assert.Null(reader.ReadEntry());
        }
    }

    [Fact]
    public void ReadEntry_ContentNotRead_IsSkipped()
    {
        var members = RandomMembers(new Random(3));
        Assert.Equal(members.Select(member => member.Entry), CpioWriterTests.Read(Pack(members)));
    }

    [Fact]
    public void ReadEntry_CutAnywhereBeforeTheTrailer_SaysSo()
    {
        var archive = CpioWriterTests.Write(writer =>
        {
            writer.Write(CpioWriterTests.File("first"), "some content"u8);
            writer.Write(CpioWriterTests.File("second"), default);
        });
        var end = Encoding.ASCII.GetString(archive).IndexOf("TRAILER!!!\0", StringComparison.Ordinal) + 11;
        for (var length = 0; length < end; length++)
        {
            var cut = archive[..length];
            Errors.Expect(ApiErrorCode.Invalid, "cut short", () => CpioWriterTests.Read(cut));
        }
    }

    [Theory]
    [InlineData("070702", 0, "newc format")]
    [InlineData("0707\u0001x", 0, "newc format")]
    [InlineData("0000zz00", 6, "hexadecimal")]
    [InlineData("FFFFFFFF", 94, "claims a name")]
    [InlineData("00000000", 94, "claims a name")]
    [InlineData("00000003", 94, "does not end where")]
    [InlineData("FFFFFFFF", 54, "cut short")]
    [InlineData("..", 110, "'..'")]
    [InlineData("/", 110, "absolute")]
    public void ReadEntry_DamagedHeader_SaysWhatIsWrong(string patch, int offset, string message)
    {
        var archive = CpioWriterTests.Write(writer => writer.Write(CpioWriterTests.File("aa/bb"), "content"u8));
        Encoding.ASCII.GetBytes(patch).CopyTo(archive, offset);
        Errors.Expect(ApiErrorCode.Invalid, message, () => CpioWriterTests.Read(archive));
    }

    [Fact]
    public void ReadEntry_LinkTargetOfAbsurdLength_IsRefused()
    {
        var archive = CpioWriterTests.Write(writer => writer.Write(
            CpioWriterTests.File("link") with { Mode = UnixMode.SymbolicLink | 0x1FF }, new byte[5000]));
        Errors.Expect(ApiErrorCode.Invalid, "link target of 5000", () => CpioWriterTests.Read(archive));
    }

    [Fact]
    public void ReadEntry_MutatedArchives_GiveAnErrorOrMembersButNothingElse()
    {
        for (var seed = 0; seed < Mutations; seed++)
        {
            var random = new Random(seed);
            var archive = Pack(RandomMembers(random, small: true));
            Mutation.Apply(archive, random, "0123456789abcdefF/.\0");
            var reader = new CpioReader(new MemoryStream(archive));
            try
            {
                while (reader.ReadEntry() is { } entry)
                {
                    Assert.False(entry.Name.HasParentReference(), $"seed {seed}");
                    ReadAll(reader);
                }
            }
            catch (WarewulfException e)
            {
                Assert.True(e.Code == ApiErrorCode.Invalid, $"seed {seed}: {e}");
            }
        }
    }

    private static byte[] ReadAll(CpioReader reader)
    {
        var content = new MemoryStream();
        var buffer = new byte[1000];
        int count;
        while ((count = reader.ReadContent(buffer)) > 0)
        {
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private static byte[] Pack(IEnumerable<(CpioEntry Entry, byte[] Content)> members) =>
        CpioWriterTests.Write(writer =>
        {
            foreach (var (entry, content) in members)
            {
                writer.Write(entry, content);
            }
        });

    private static List<(CpioEntry Entry, byte[] Content)> RandomMembers(Random random, bool small = false)
    {
        var members = new List<(CpioEntry, byte[])>();
        for (var i = 1; i <= (small ? 4 : 20); i++)
        {
            var content = new byte[random.Next(3) == 0 ? 0 : random.Next(small ? 60 : 60_000)];
            random.NextBytes(content);
            var name = new byte[random.Next(1, small ? 20 : 4000)];
            for (var at = 0; at < name.Length; at++)
            {
                name[at] = (byte)(random.Next(2) == 0 ? 'a' : random.Next(128, 256));
            }

            members.Add((
                new CpioEntry
                {
                    Name = new BytePath(name),
                    Mode = UnixMode.Regular | (uint)random.Next(0x1000),
                    Uid = (uint)random.NextInt64(1L << 32),
                    Gid = (uint)random.NextInt64(1L << 32),
                    ModifiedSeconds = (uint)random.NextInt64(1L << 32),
                    DeviceMajor = (uint)random.NextInt64(1L << 32),
                    DeviceMinor = (uint)random.NextInt64(1L << 32),
                    Inode = (uint)i,
                    Size = content.Length,
                },
                content));
        }

        return members;
    }
}

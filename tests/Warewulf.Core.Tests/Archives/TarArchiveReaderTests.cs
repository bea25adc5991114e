using System.Text;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Tests.Archives;

[Trait("Suite", "Fast")]
public sealed class TarArchiveReaderTests
{
    private const int Mutations = 10_000;

    [Fact]
    public void ReadEntry_EveryType_IsUnderstood()
    {
        var entries = Read(new TarBuilder()
            .Directory("d/")
            .File("d/f", "content", 0x9ED)
            .HardLink("d/h", "d/f")
            .Symlink("d/s", "/absolute/../target")
            .Device("c", '3', 1, 3)
            .Device("b", '4', 259, 70_000)
            .Device("p", '6', 0, 0)
            .Member(TarBuilder.Latin("old/"), '\0')
            .ToArray());
        Assert.Equal(
            [
                UnixMode.Directory | 0x1ED, UnixMode.Regular | 0x9ED, UnixMode.Regular | 0x1A4, UnixMode.SymbolicLink | 0x1FF,
                UnixMode.CharacterDevice | 0x1A4, UnixMode.BlockDevice | 0x1A4, UnixMode.Fifo | 0x1A4, UnixMode.Directory | 0x1A4,
            ],
            entries.Select(entry => entry.Mode));
        Assert.Equal((PosixIds.Uid, PosixIds.Gid, 7L, 1_000_000_000L), (entries[1].Uid, entries[1].Gid, entries[1].Size, entries[1].ModifiedSeconds));
        Assert.True(entries[2].IsHardLink);
        Assert.Equal("d/f", entries[2].LinkTarget.ToString());
        Assert.Equal("/absolute/../target", entries[3].LinkTarget.ToString());
        Assert.Equal((259u, 70_000u), (entries[5].DeviceMajor, entries[5].DeviceMinor));
    }

    [Fact]
    public void ReadEntry_Pax_OverridesTheHeader()
    {
        var entry = Read(new TarBuilder()
            .Pax('g', ("uid", "5"), ("gid", "6"), ("comment", "x"))
            .Pax(("path", "long/ÿname"), ("uid", "4000000000"), ("mtime", "-1.25"), ("SCHILY.xattr.user.a", "v=\n"), ("linkpath", "ignored"))
            .File("short", "x")
            .File("second", "y")
            .ToArray());
        Assert.Equal(new BytePath(TarBuilder.Latin("long/ÿname")), entry[0].Name);
        Assert.Equal((4_000_000_000u, 6u), (entry[0].Uid, entry[0].Gid));
        Assert.Equal((-2L, 750_000_000), (entry[0].ModifiedSeconds, entry[0].ModifiedNanoseconds));
        Assert.Equal("v=\n"u8.ToArray(), entry[0].ExtendedAttributes["user.a"].ToArray());
        Assert.Equal((5u, 6u, "second"), (entry[1].Uid, entry[1].Gid, entry[1].Name.ToString()));
        Assert.Empty(entry[1].ExtendedAttributes);
    }

    [Fact]
    public void ReadEntry_GnuLongNames_AreJoinedToTheNextMember()
    {
        var name = new string('n', 300);
        var link = new string('l', 200);
        var entries = Read(new TarBuilder().LongName(name).LongLink(link).Symlink("n", "l").File("after", "").ToArray());
        Assert.Equal((name, link), (entries[0].Name.ToString(), entries[0].LinkTarget.ToString()));
        Assert.Equal("after", entries[1].Name.ToString());
    }

    [Fact]
    public void ReadEntry_UstarPrefix_IsPutInFront()
    {
        var entry = Read(new TarBuilder().Member("name"u8.ToArray(), '0', patch: header => "some/prefix"u8.CopyTo(header.AsSpan(345))).ToArray());
        Assert.Equal("some/prefix/name", entry[0].Name.ToString());
    }

    [Fact]
    public void ReadEntry_BinaryNumbers_AreUnderstood()
    {
        var entry = Read(new TarBuilder().Member("n"u8.ToArray(), '0', patch: header =>
        {
            ((ReadOnlySpan<byte>)[0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xfe]).CopyTo(header.AsSpan(108));
            header.AsSpan(136, 12).Fill(0xff);
        }).ToArray());
        Assert.Equal((0xFFFFFFFEu, -1L), (entry[0].Uid, entry[0].ModifiedSeconds));
    }

    [Fact]
    public void ReadEntry_SignedChecksum_IsAccepted()
    {
        var archive = new TarBuilder().File("ü", "").ToArray();
        var sum = 0;
        for (var i = 0; i < 512; i++)
        {
            sum += i is >= 148 and < 156 ? ' ' : (sbyte)archive[i];
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(archive, 148);
        Assert.Single(Read(archive));
    }

    [Fact]
    public void ReadEntry_CutAtEveryBlock_SaysSo()
    {
        var archive = new TarBuilder().Pax(("path", "x")).File("a", new string('x', 700)).LongName("l").Directory("d").ToArray();
        for (var length = 0; length < archive.Length; length += 512)
        {
            var cut = archive[..length];
            Errors.Expect(ApiErrorCode.Invalid, "cut short", () => Read(cut));
        }
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "checksum", Patched(new TarBuilder().File("a", "x").ToArray(), 0, (byte)'b') },
        { "not a number", new TarBuilder().Member("a"u8.ToArray(), '0', patch: header => header[125] = (byte)'9').ToArray() },
        { "absurd", new TarBuilder().Member("a"u8.ToArray(), '0', patch: header => header.AsSpan(124, 12).Fill(0x9f)).ToArray() },
        { "claims -1", new TarBuilder().Member("a"u8.ToArray(), '0', patch: header => header.AsSpan(124, 12).Fill(0xff)).ToArray() },
        { "sparse", new TarBuilder().Member("a"u8.ToArray(), 'S', "no map"u8.ToArray()).ToArray() },
        { "sparse", new TarBuilder().Pax(("GNU.sparse.major", "1")).File("a", "").ToArray() },
        { "sparse", new TarBuilder().Pax(("GNU.sparse.map", "0,1")).File("a", "1").ToArray() },
        { "behind its end", new TarBuilder().Pax(("GNU.sparse.map", "4,1"), ("GNU.sparse.size", "3")).File("a", "1").ToArray() },
        { "another volume", new TarBuilder().Member("a"u8.ToArray(), 'M').ToArray() },
        { "unknown type 0x51", new TarBuilder().Member("a"u8.ToArray(), 'Q').ToArray() },
        { "not well formed", new TarBuilder().Member("a"u8.ToArray(), 'x', "99 a=b\n"u8.ToArray()).ToArray() },
        { "not well formed", new TarBuilder().Member("a"u8.ToArray(), 'x', "no length"u8.ToArray()).ToArray() },
        { "not well formed", new TarBuilder().Pax(("mtime", "1.x")).File("a", "").ToArray() },
        { "extended header of", new TarBuilder().Member("a"u8.ToArray(), 'L', size: 1L << 30).ToArray() },
        { "no system has", new TarBuilder().Pax(("uid", "99999999999")).File("a", "").ToArray() },
        { "an empty block stands", [.. new byte[512], .. new TarBuilder().File("a", "").ToArray()] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void ReadEntry_Damaged_SaysWhatIsWrong(string message, byte[] archive)
    {
        Errors.Expect(ApiErrorCode.Invalid, message, () => Read(archive));
    }

    [Fact]
    public void ReadEntry_MutatedArchives_GiveAnErrorOrMembersButNothingElse()
    {
        var original = new TarBuilder().Pax(("path", "x/y"), ("mtime", "1.5")).File("a", "content").LongName(new string('l', 120))
            .Symlink("s", "t").HardLink("h", "x/y").Directory("d").ToArray();
        for (var seed = 0; seed < Mutations; seed++)
        {
            var random = new Random(seed);
            var archive = (byte[])original.Clone();
            Mutation.Apply(archive, random, "01234567/.x \0");
            FixChecksums(archive, random);
            try
            {
                Read(archive);
            }
            catch (WarewulfException e)
            {
                Assert.True(e.Code == ApiErrorCode.Invalid, $"seed {seed}: {e}");
            }
        }
    }

    /// <summary>Makes most damaged headers pass the checksum, so that the damage gets further.</summary>
    internal static void FixChecksums(byte[] archive, Random random)
    {
        for (var at = 0; at + 512 <= archive.Length; at += 512)
        {
            var header = archive.AsSpan(at, 512);
            if (header.Slice(257, 5).SequenceEqual("ustar"u8) && random.Next(10) > 0)
            {
                header.Slice(148, 8).Fill((byte)' ');
                var sum = 0;
                foreach (var value in header)
                {
                    sum += value;
                }

                Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(header[148..]);
            }
        }
    }

    private static byte[] Patched(byte[] archive, int offset, byte value)
    {
        archive[offset] = value;
        return archive;
    }

    private static List<TarEntry> Read(byte[] archive)
    {
        var reader = new TarArchiveReader(new MemoryStream(archive));
        var entries = new List<TarEntry>();
        var buffer = new byte[100];
        while (reader.ReadEntry() is { } entry)
        {
            entries.Add(entry);
            while (entries.Count % 2 == 0 && reader.ReadContent(buffer) > 0)
            {
                Assert.True(reader.Position > 0);
            }
        }

        return entries;
    }
}

using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Heads;

/// <summary>What heads send each other arrives as it was, or is refused.</summary>
[Trait("Suite", "Fast")]
public sealed class ShareFramesTests : IAsyncLifetime
{
    private SiloLab _lab = null!;
    private byte[] _archive = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        await _lab.AddAsync("n1", ("system-overlays", "named"));
        Assert.Empty(await _lab.Get<OverlayArtifacts>().BuildAsync(_lab.Catalog.Current, [_lab.Node("n1")], CancellationToken.None));
        var build = _lab.Get<OverlayArtifacts>().LastBuild(NodeName.Parse("n1"), OverlayKind.System)!;
        _archive = ShareFrames.Archive(
            new OverlayItem(NodeName.Parse("n1"), OverlayKind.System),
            OverlayRecord.Write(build),
            [.. build.Own.Segments.Select(segment => File.ReadAllBytes(_lab.Blobs.Find(segment.Digest)!))]);
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Read_WhatWasWritten_IsTheSame()
    {
        using var stream = new MemoryStream();
        await ShareFrames.WriteAsync(stream, ShareFrameKind.Archive, _archive, CancellationToken.None);
        await ShareFrames.WriteAsync(stream, ShareFrameKind.Done, default, CancellationToken.None);
        stream.Position = 0;
        var (kind, content) = await ShareFrames.ReadAsync(stream, CancellationToken.None);
        Assert.Equal(ShareFrameKind.Archive, kind);
        Assert.Equal(_archive, content);
        var last = await ShareFrames.ReadAsync(stream, CancellationToken.None);
        Assert.Equal((ShareFrameKind.Done, 0), (last.Kind, last.Content.Length));
        var (item, overlays) = ShareFrames.ReadArchive(content);
        Assert.Equal(new OverlayItem(NodeName.Parse("n1"), OverlayKind.System), item);
        Assert.Equal(overlays.Record.Own.Segments, overlays.Segments.Select(pair => pair.Segment));
        await Assert.ThrowsAsync<EndOfStreamException>(() => ShareFrames.ReadAsync(stream, CancellationToken.None));
    }

    [Fact]
    public void ReadArchive_CutAnywhere_IsRefusedOrHasFewerSegments()
    {
        for (var length = 0; length < _archive.Length; length++)
        {
            var cut = _archive[..length];
            if (Record.Exception(() => ShareFrames.ReadArchive(cut)) is { } refusal)
            {
                Assert.IsType<InvalidDataException>(refusal);
            }
            else
            {
                Assert.Empty(ShareFrames.ReadArchive(cut).Overlays.Segments);
            }
        }
    }

    [Fact]
    public void ReadArchive_AnyByteChanged_IsRefusedOrNamesAnother()
    {
        for (var at = 0; at < _archive.Length; at++)
        {
            var changed = _archive.ToArray();
            changed[at] ^= 0x41;
            if (Record.Exception(() => ShareFrames.ReadArchive(changed)) is { } refusal)
            {
                Assert.IsType<InvalidDataException>(refusal);
            }
            else
            {
                Assert.NotEqual(new OverlayItem(NodeName.Parse("n1"), OverlayKind.System), ShareFrames.ReadArchive(changed).Item);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 1)]
    [InlineData(2, 0x7fffffff)]
    [InlineData(2, -1)]
    public async Task Read_NoFrame_IsRefusedBeforeItIsRead(byte kind, int length)
    {
        using var stream = new MemoryStream([kind, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, 0, 0]);
        await Assert.ThrowsAsync<InvalidDataException>(() => ShareFrames.ReadAsync(stream, CancellationToken.None));
    }
}

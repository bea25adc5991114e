using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images.Sessions;

namespace Warewulf.Core.Tests.Api;

[Trait("Suite", "Fast")]
public sealed class SessionFrameTests
{
    [Fact]
    public async Task Frames_WrittenAndReadByteByByte_AreTheSame()
    {
        using var stream = new MemoryStream();
        using var writer = new SessionFrameWriter(stream);
        await writer.WriteAsync(SessionFrameKind.Input, new byte[] { 0, 255, 10, 13 }, CancellationToken.None);
        await writer.WriteAsync(SessionFrameKind.InputEnd, default, CancellationToken.None);
        await writer.WriteAsync(SessionFrameKind.Window, new WindowSize(41, 65535).Encode(), CancellationToken.None);
        await writer.WriteAsync(SessionFrameKind.Exit, SessionProtocol.Number(137), CancellationToken.None);

        var reader = new SessionFrameReader(new Dripping(stream.ToArray()));
        Assert.Equal([0, 255, 10, 13], (await reader.ReadAsync(CancellationToken.None))!.Value.Payload.ToArray());
        Assert.Equal((SessionFrameKind.InputEnd, 0), await reader.ReadAsync(CancellationToken.None) is { } end ? (end.Kind, end.Payload.Length) : default);
        Assert.Equal(new WindowSize(41, 65535), WindowSize.Decode((await reader.ReadAsync(CancellationToken.None))!.Value.Payload));
        Assert.Equal(137, SessionProtocol.Number((await reader.ReadAsync(CancellationToken.None))!.Value.Payload));
        Assert.Null(await reader.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 99, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 2, 0, 1, 0, 1 })]
    [InlineData(new byte[] { 2, 255, 255, 255, 255 })]
    [InlineData(new byte[] { 1, 1, 0, 0, 1 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 1, 7 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 2, 2, 2 })]
    public async Task Read_NoSuchFrameOrTooLong_IsRefusedBeforeItIsTaken(byte[] bytes) =>
        await Assert.ThrowsAsync<InvalidDataException>(async () => await new SessionFrameReader(new MemoryStream(bytes)).ReadAsync(CancellationToken.None));

    [Theory]
    [InlineData(new byte[] { 2 })]
    [InlineData(new byte[] { 2, 0, 0, 0 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 3, 1, 2 })]
    public async Task Read_EndWithinAFrame_IsAnError(byte[] bytes) =>
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await new SessionFrameReader(new MemoryStream(bytes)).ReadAsync(CancellationToken.None));

    [Fact]
    public async Task Read_RandomBytes_EndsInAFrameOrAnError()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            var reader = new SessionFrameReader(new MemoryStream(bytes));
            try
            {
                while (await reader.ReadAsync(CancellationToken.None) is { } frame)
                {
                    Assert.True(Enum.IsDefined(frame.Kind) && frame.Payload.Length <= bytes.Length);
                }
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public async Task Write_TooLong_IsRefusedAndWritesNothing()
    {
        using var stream = new MemoryStream();
        using var writer = new SessionFrameWriter(stream);
        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync(SessionFrameKind.Output, new byte[SessionProtocol.LongestData + 1], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync((SessionFrameKind)200, default, CancellationToken.None));
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public async Task Write_ManyAtOnce_KeepsFramesWhole()
    {
        var pipe = new Pipe();
        using var writer = new SessionFrameWriter(pipe.Writer.AsStream());
        var reader = new SessionFrameReader(pipe.Reader.AsStream());
        var writing = Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            var payload = new byte[1000 + i];
            Array.Fill(payload, (byte)i);
            for (var n = 0; n < 20; n++)
            {
                await writer.WriteAsync(SessionFrameKind.Output, payload, CancellationToken.None);
            }
        })));
        for (var n = 0; n < 400; n++)
        {
            var frame = (await reader.ReadAsync(CancellationToken.None))!.Value;
            Assert.Equal(1000 + frame.Payload.Span[0], frame.Payload.Length);
            Assert.DoesNotContain(frame.Payload.ToArray(), b => b != frame.Payload.Span[0]);
        }

        await writing;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void Number_OfAnotherLength_IsRefused(int length)
    {
        Assert.Throws<InvalidDataException>(() => SessionProtocol.Number(new byte[length]));
        Assert.Throws<InvalidDataException>(() => WindowSize.Decode(new byte[length]));
    }

    [Fact]
    public void Number_IsMostSignificantByteFirst() => Assert.Equal(0x01020304, BinaryPrimitives.ReadInt32BigEndian(SessionProtocol.Number(0x01020304)));

    [Fact]
    public void Request_WhatIsLeftOut_HasDefaults()
    {
        var request = JsonSerializer.Deserialize(
            """{"name":"a","node":null,"window":null,"term":null}""", ApiJsonContext.Default.ImageSessionRequest)!;
        Assert.Equal((0, 0, 0, null, false), (request.Command.Count, request.Shells.Count, request.Binds.Count, request.Node, request.Build));
    }

    private sealed class Dripping(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}

using System.Buffers.Binary;

namespace Warewulf.Core.Api.Images.Sessions;

/// <summary>
/// What runs over a connection after <c>Upgrade</c>: frames of one byte that says what it is, four bytes of length, most significant
/// first, and so many bytes. Whoever closes the connection ends the session.
/// </summary>
public static class SessionProtocol
{
    /// <summary>The protocol's name in the <c>Upgrade</c> header.</summary>
    public const string Name = "warewulf-session";

    /// <summary>The most bytes of input, output or a warning in one frame.</summary>
    public const int LongestData = 64 * 1024;

    /// <summary>
    /// The most bytes of input that may be under way and not yet <see cref="SessionFrameKind.Taken"/>: a command that reads nothing must not
    /// keep the head from hearing the next signal.
    /// </summary>
    public const int InputWindow = 256 * 1024;

    internal const int HeaderLength = 5;

    private const int LongestDocument = 16 * 1024 * 1024;

    /// <summary>A number as frames hold it.</summary>
    public static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Reads a number.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static int Number(ReadOnlyMemory<byte> payload) => payload.Length == sizeof(int)
        ? BinaryPrimitives.ReadInt32BigEndian(payload.Span)
        : throw new InvalidDataException($"A number of {payload.Length} bytes is none.");

    /// <summary>The most bytes a frame may have; nothing for a kind that does not exist.</summary>
    internal static int? Longest(SessionFrameKind kind) => kind switch
    {
        SessionFrameKind.Open or SessionFrameKind.Answer => LongestDocument,
        SessionFrameKind.Input or SessionFrameKind.Output or SessionFrameKind.Errors or SessionFrameKind.Warning => LongestData,
        SessionFrameKind.Taken or SessionFrameKind.Exit or SessionFrameKind.Window => sizeof(int),
        SessionFrameKind.Signal => 1,
        SessionFrameKind.InputEnd or SessionFrameKind.End => 0,
        _ => null,
    };
}

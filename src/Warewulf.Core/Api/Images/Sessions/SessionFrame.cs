namespace Warewulf.Core.Api.Images.Sessions;

/// <summary>One message of a session.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">What it says; see <see cref="SessionFrameKind"/>.</param>
public readonly record struct SessionFrame(SessionFrameKind Kind, ReadOnlyMemory<byte> Payload);

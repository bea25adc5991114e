namespace Warewulf.Edge.Tests.Tftp;

/// <summary>What a test client got.</summary>
internal sealed record TftpDownload(byte[] Data, IReadOnlyDictionary<string, string> Granted, int DataPackets, int? ErrorCode, string ErrorText);

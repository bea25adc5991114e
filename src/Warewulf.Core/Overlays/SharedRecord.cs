using System.Security.Cryptography;
using System.Text;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>
/// What a template became that is the same for every node, for another process. As with <see cref="OverlayRecord"/>, it is taken over where
/// template and reads are as they were.
/// </summary>
public sealed class SharedRecord
{
    private readonly KeptResult _result;
    private string? _id;

    private SharedRecord(KeptResult result) => _result = result;

    /// <summary>The template: its text, overlay and path.</summary>
    public ArtifactDigest Template => _result.Template;

    /// <summary>The same for results that were made of the same: 64 hexadecimal digits.</summary>
    public string Id => _id ??= MakeId();

    private static ReadOnlySpan<byte> Magic => "WWALL1"u8;

    /// <summary>Writes it.</summary>
    public byte[] Write() => RecordCodec.Close(Magic, writer => RecordCodec.Write(writer, _result));

    /// <summary>Reads what was written; null when it is damaged, too large, or from another release.</summary>
    public static SharedRecord? Read(byte[] record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RecordCodec.Open(record, Magic, static reader => new SharedRecord(RecordCodec.ReadResult(reader)));
    }

    internal static SharedRecord? Of(TemplateResult result) => KeptResult.Of(result) is { } kept ? new SharedRecord(kept) : null;

    internal TemplateResult? In(ParsedTemplate template) => template.Digest == Template ? _result.In(template) : null;

    private string MakeId()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Template} {_result.High:x32}{_result.Low:x32}\0"));
        foreach (var input in _result.Inputs)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{input.Kind}\0{input.Name}\0{input.State}\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

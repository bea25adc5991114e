namespace Warewulf.Templates.Values;

/// <summary>A []uint8 over bytes.</summary>
internal sealed class GoByteList(byte[] bytes) : GoList(GoType.Uint8, bytes.Length, bytes.Length)
{
    public override byte[] ToBytes() => bytes.AsSpan().ToArray();

    protected override GoValue Get(int index) => GoValue.Integer(GoType.Uint8, bytes[index]);
}

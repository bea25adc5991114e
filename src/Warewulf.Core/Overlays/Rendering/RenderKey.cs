using System.Buffers.Binary;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>By what a template's result is found again: the template, and a digest of what it reads.</summary>
internal readonly record struct RenderKey
{
    internal RenderKey(ParsedTemplate template, ReadOnlySpan<byte> digest)
    {
        Template = template;
        High = BinaryPrimitives.ReadUInt128BigEndian(digest);
        Low = BinaryPrimitives.ReadUInt128BigEndian(digest[16..]);
    }

    internal RenderKey(ParsedTemplate template, UInt128 high, UInt128 low)
    {
        Template = template;
        High = high;
        Low = low;
    }

    internal ParsedTemplate Template { get; }

    internal UInt128 High { get; }

    internal UInt128 Low { get; }
}

using System.Runtime.CompilerServices;

namespace Warewulf.Templates.Reads;

/// <summary>Room for the marks of a small template, so that observing one costs no second object.</summary>
[InlineArray(Length)]
internal struct FewMarks
{
    public const int Length = 64;

    private byte _first;
}

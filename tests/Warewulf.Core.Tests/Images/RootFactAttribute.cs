using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Tests.Images;

/// <summary>A test that needs root, as for a disk of its own; skipped for others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = PosixFile.IsRoot ? null : "Needs root.";
}

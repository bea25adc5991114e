using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Tests.Archives;

/// <summary>Owners for test archives: with root's rights somebody, without them the ids do not matter.</summary>
internal static class PosixIds
{
    public const uint Uid = 1234;

    public const uint Gid = 4321;

    public static bool IsRoot => PosixFile.IsRoot;
}

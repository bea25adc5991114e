using System.Runtime.InteropServices;

namespace Warewulf.Core.Archives.Posix;

/// <summary>Flags of openat on Linux; two of them have other values on ARM than on x86.</summary>
internal static class OpenFlags
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int Create = 0x40;
    internal const int Exclusive = 0x80;
    internal const int NoControllingTerminal = 0x100;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;

    internal static readonly int Directory = IsArm ? 0x4000 : 0x10000;

    internal static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    /// <summary>A directory to list or to work in, never through a symbolic link.</summary>
    internal static readonly int InnerDirectory = ReadOnly | Directory | NoFollow | CloseOnExec;

    /// <summary>A file to read, never through a symbolic link and without waiting for a pipe's writer.</summary>
    internal static readonly int InnerFile = ReadOnly | NoFollow | NonBlocking | NoControllingTerminal | CloseOnExec;

    /// <summary>Anything, never through a symbolic link, only to be named by its descriptor (O_PATH).</summary>
    internal static readonly int Handle = 0x200000 | NoFollow | CloseOnExec;

    /// <summary>A file that must not exist yet.</summary>
    internal static readonly int NewFile = WriteOnly | Create | Exclusive | NoFollow | CloseOnExec;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
}

namespace Warewulf.Core.Archives.Posix;

/// <summary>Error numbers of Linux, the same on x86-64 and ARM64.</summary>
internal static class Errno
{
    internal const int NotPermitted = 1;
    internal const int NotFound = 2;
    internal const int Interrupted = 4;
    internal const int AccessDenied = 13;
    internal const int Busy = 16;
    internal const int Exists = 17;
    internal const int CrossDevice = 18;
    internal const int NotADirectory = 20;
    internal const int InvalidArgument = 22;
    internal const int NoSpace = 28;
    internal const int OutOfRange = 34;
    internal const int NameTooLong = 36;
    internal const int NotImplemented = 38;
    internal const int NotEmpty = 39;
    internal const int TooManyLinks = 40;
    internal const int NoData = 61;
    internal const int NotSupported = 95;
    internal const int QuotaExceeded = 122;
}

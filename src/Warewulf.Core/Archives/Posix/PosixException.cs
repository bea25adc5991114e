using System.Runtime.InteropServices;

namespace Warewulf.Core.Archives.Posix;

/// <summary>A call to the operating system failed; callers turn it into a message about what they were doing.</summary>
internal sealed class PosixException : IOException
{
    internal PosixException(string call, int errno, BytePath name)
        : base($"{call} '{name}': {Marshal.GetPInvokeErrorMessage(errno)}")
    {
        Errno = errno;
        Reason = Marshal.GetPInvokeErrorMessage(errno);
    }

    internal int Errno { get; }

    /// <summary>The system's own words for the error.</summary>
    internal string Reason { get; }

    internal bool IsDiskFull => Errno is Posix.Errno.NoSpace or Posix.Errno.QuotaExceeded;

    internal bool IsDenied => Errno is Posix.Errno.NotPermitted or Posix.Errno.AccessDenied;
}

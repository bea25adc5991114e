using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>Turns the system's errors into sentences about images.</summary>
internal static class ImageTreeErrors
{
    /// <summary>Describes a failed call.</summary>
    /// <param name="error">What the system said.</param>
    /// <param name="doing">The attempt as "unpack 'usr/bin/x' into"; the directory follows it.</param>
    /// <param name="directory">The server's directory that it happened in.</param>
    internal static WarewulfException Translate(PosixException error, string doing, string directory)
    {
        if (error.IsDiskFull)
        {
            return new WarewulfException(
                ApiErrorCode.Unavailable, $"No space left on '{directory}': free some or move wwchrootdir. It was not possible to {doing} it.", error);
        }

        if (error.IsDenied)
        {
            return new WarewulfException(
                ApiErrorCode.Forbidden, $"Cannot {doing} '{directory}': {error.Reason}. Images need root: run the server as root.", error);
        }

        if (error.Errno == Errno.NotFound)
        {
            return new WarewulfException(
                ApiErrorCode.Busy, $"Cannot {doing} '{directory}': something in it vanished meanwhile. Try again when nothing writes there.", error);
        }

        return new WarewulfException(
            ApiErrorCode.Internal, $"Cannot {doing} '{directory}': {error.Message}. Check the file system and try again.", error);
    }

    /// <summary>A device that this process may not make: not even root may in many containers.</summary>
    internal static WarewulfException DeniedDevice(BytePath path, PosixException error) => new(
        ApiErrorCode.Forbidden,
        $"'{path}' is a device, which the server is not allowed to make: run it as root with the capability CAP_MKNOD, or leave the device out of the image.",
        error);

    internal static SafeFileHandle OpenRoot(string directory)
    {
        try
        {
            return PosixFile.OpenServerDirectory(directory);
        }
        catch (PosixException e) when (e.Errno is Errno.NotFound or Errno.NotADirectory)
        {
            throw new WarewulfException(
                ApiErrorCode.NotFound, $"There is no directory '{directory}'. Import the image first or correct the path.", e);
        }
        catch (PosixException e)
        {
            throw Translate(e, "open", directory);
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Silo.Programs;

namespace Warewulf.Silo.Images;

/// <summary>Decompresses through the program that made the format: xz, zstd, bzip2.</summary>
internal static class ExternalDecompressor
{
    /// <summary>Starts the program and gives its output.</summary>
    /// <exception cref="WarewulfException">The program is not installed.</exception>
    public static Stream Open(ArchiveCompression compression, Stream compressed)
    {
        var program = compression switch
        {
            ArchiveCompression.Xz => "xz",
            ArchiveCompression.Zstd => "zstd",
            ArchiveCompression.Bzip2 => "bzip2",
            _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, null),
        };
        var path = InstalledProgram.Find(program, Environment.GetEnvironmentVariable("PATH")) ?? throw Missing(program, null);
        var start = new ProcessStartInfo(path)
        {
            ArgumentList = { "-d", "-c", "-q" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return new ProcessPipe(Process.Start(start)!, program, compressed);
        }
        catch (Win32Exception e)
        {
            throw Missing(program, e);
        }
    }

    private static WarewulfException Missing(string program, Exception? cause) => new(
        ApiErrorCode.Unavailable,
        $"The archive is compressed with {program}, which is not installed on this head. Install the package that has it.",
        cause);
}

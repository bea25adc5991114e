using System.Text;

namespace Warewulf.Silo.Tests.Images.Sessions;

/// <summary>What a command inside an image did, as the caller of wwctl sees it.</summary>
/// <param name="ExitCode">The exit code of wwctl.</param>
/// <param name="Bytes">What it wrote to standard output.</param>
/// <param name="Error">What is on standard error: of the command first, then of wwctl.</param>
internal sealed record SessionRun(int ExitCode, byte[] Bytes, string Error)
{
    public string Out => Encoding.UTF8.GetString(Bytes);
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Tests.Tftp;

/// <summary>Downloads by the programs administrators have.</summary>
[Trait("Suite", "Socket")]
public sealed class TftpRealClientTests : IDisposable
{
    private const string Name = "boot/x.bin";

    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("tftpclients");
    private readonly string _root;
    private readonly string _target;

    public TftpRealClientTests()
    {
        _root = Path.Combine(_base.FullName, "root");
        _target = Path.Combine(_base.FullName, "received");
        Directory.CreateDirectory(Path.Combine(_root, "boot"));
    }

    public void Dispose() => _base.Delete(recursive: true);

    // Not an empty file: curl 7.88 fails on one from any server.
    [ProgramTheory("curl")]
    [InlineData(1, "")]
    [InlineData(1_000_000, "")]
    [InlineData(1_000_000, "--tftp-blksize 1468")]
    [InlineData(1468 * 10, "--tftp-blksize 1468")]
    [InlineData(1_000_000, "--tftp-no-options")]
    [InlineData(40_000_000, "--tftp-no-options")]
    public Task Curl_File_IsReceived(int length, string options) =>
        CompareAsync(length, "curl", $"-s -S {options} -o {_target} tftp://127.0.0.1:PORT//{Name}");

    [ProgramTheory("tftp")]
    [InlineData(0)]
    [InlineData(512)]
    [InlineData(1_000_000)]
    [InlineData(40_000_000)]
    public Task TftpHpa_Octet_IsReceived(int length) => CompareAsync(length, "tftp", $"-m octet 127.0.0.1 PORT -c get {Name} {_target}");

    [ProgramTheory("tftp")]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public Task TftpHpa_Netascii_IsReceived(int length) => CompareAsync(length, "tftp", $"-m netascii 127.0.0.1 PORT -c get {Name} {_target}");

    [ProgramTheory("atftp")]
    [InlineData(0, "")]
    [InlineData(1_000_000, "")]
    [InlineData(1_000_000, "--option \"blksize 1468\" --option \"tsize 0\" --option \"timeout 2\"")]
    [InlineData(5_000_000, "--option \"windowsize 16\" --option \"blksize 1428\"")]
    [InlineData(5_000_000, "--option \"blksize 65464\"")]
    [InlineData(5_000_000, "--option \"blksize 65464\" --option \"windowsize 64\"")]
    public Task Atftp_File_IsReceived(int length, string options) =>
        CompareAsync(length, "atftp", $"{options} -g -r {Name} -l {_target} 127.0.0.1 PORT");

    [ProgramTheory("busybox")]
    [InlineData(1, "")]
    [InlineData(1_000_000, "")]
    [InlineData(1_000_000, "-b 1468")]
    [InlineData(5_000_000, "-b 65464")]
    [InlineData(64 * 70_000, "-b 64")]
    public Task Busybox_File_IsReceived(int length, string options) =>
        CompareAsync(length, "busybox", $"tftp {options} -g -r {Name} -l {_target} 127.0.0.1 PORT");

    private async Task CompareAsync(int length, string program, string arguments)
    {
        var bytes = TestFiles.Bytes(length);
        await File.WriteAllBytesAsync(Path.Combine(_root, Name), bytes);
        await using var server = await TftpTestServer.StartAsync(new() { LocalEndPoint = TftpTestServer.Quick.LocalEndPoint }, new TftpDirectory(_root));
        var port = server.EndPoint.Port.ToString(CultureInfo.InvariantCulture);

        using var process = Process.Start(new ProcessStartInfo(program, arguments.Replace("PORT", port)) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TftpTestServer.Patience);

        Assert.True(process.ExitCode == 0, $"{program} {arguments}: exit code {process.ExitCode}: {await output}{await errors}");
        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(_target))));
        await server.IdleAsync();
    }
}

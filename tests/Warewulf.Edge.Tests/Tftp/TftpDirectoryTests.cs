using System.Diagnostics;
using System.Net;
using System.Text;
using Warewulf.Edge.Tftp;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tests.Tftp;

[Trait("Suite", "Fast")]
public sealed class TftpDirectoryTests : IDisposable
{
    private readonly string _base = Directory.CreateTempSubdirectory("tftpdir").FullName;
    private readonly string _root;
    private readonly TftpDirectory _directory;

    public TftpDirectoryTests()
    {
        _root = Path.Combine(_base, "root");
        Directory.CreateDirectory(Path.Combine(_root, "grub/x86"));
        File.WriteAllText(Path.Combine(_root, "a.efi"), "A");
        File.WriteAllText(Path.Combine(_root, "grub/x86/core"), "CORE");
        File.WriteAllText(Path.Combine(_root, "with space"), "S");
        File.WriteAllText(Path.Combine(_root, "\u00fc"), "U");
        File.WriteAllText(Path.Combine(_root, "..hidden"), "H");
        File.WriteAllText(Path.Combine(_base, "secret"), "SECRET");
        Directory.CreateDirectory(Path.Combine(_base, "root2"));
        File.WriteAllText(Path.Combine(_base, "root2/secret"), "SECRET");
        Link("inside", "grub/x86/core");
        Link("inside-absolute", Path.Combine(_root, "a.efi"));
        Link("inside-directory", "grub");
        Link("outside", "../secret");
        Link("outside-absolute", "/etc/passwd");
        Link("outside-directory", "..");
        Link("sibling", "../root2/secret");
        Link("dangling", "nowhere");
        Link("loop", "loop");
        _directory = new TftpDirectory(_root);
    }

    public void Dispose() => Directory.Delete(_base, recursive: true);

    [Theory]
    [InlineData("a.efi", "A")]
    [InlineData("/a.efi", "A")]
    [InlineData("//a.efi", "A")]
    [InlineData("///grub//x86/core", "CORE")]
    [InlineData("./a.efi", "A")]
    [InlineData("grub/./x86/core", "CORE")]
    [InlineData("grub\\x86\\core", "CORE")]
    [InlineData("\\a.efi", "A")]
    [InlineData("with space", "S")]
    [InlineData("\u00fc", "U")]
    [InlineData("..hidden", "H")]
    [InlineData("inside", "CORE")]
    [InlineData("inside-absolute", "A")]
    [InlineData("inside-directory/x86/core", "CORE")]
    public async Task OpenAsync_NameInside_IsServed(string name, string text)
    {
        var result = await OpenAsync(name);

        Assert.NotNull(result.Content);
        using var content = result.Content;
        var buffer = new byte[100];
        Assert.Equal(text, Encoding.UTF8.GetString(buffer, 0, content.Read(0, buffer)));
        Assert.Equal(text.Length, content.Length);
    }

    [Theory]
    [InlineData("..", TftpErrorCode.AccessViolation)]
    [InlineData("../secret", TftpErrorCode.AccessViolation)]
    [InlineData("/../secret", TftpErrorCode.AccessViolation)]
    [InlineData("grub/../../secret", TftpErrorCode.AccessViolation)]
    [InlineData("grub/../a.efi", TftpErrorCode.AccessViolation)]
    [InlineData("..\\secret", TftpErrorCode.AccessViolation)]
    [InlineData("grub\\..\\..\\secret", TftpErrorCode.AccessViolation)]
    [InlineData("grub/..", TftpErrorCode.AccessViolation)]
    [InlineData("/", TftpErrorCode.AccessViolation)]
    [InlineData("\\", TftpErrorCode.AccessViolation)]
    [InlineData(".", TftpErrorCode.AccessViolation)]
    [InlineData("a.efi\0", TftpErrorCode.AccessViolation)]
    [InlineData("a\n.efi", TftpErrorCode.AccessViolation)]
    [InlineData("\u0085", TftpErrorCode.AccessViolation)]
    [InlineData("grub", TftpErrorCode.AccessViolation)]
    [InlineData("grub/", TftpErrorCode.AccessViolation)]
    [InlineData("outside", TftpErrorCode.AccessViolation)]
    [InlineData("outside-absolute", TftpErrorCode.AccessViolation)]
    [InlineData("outside-directory/secret", TftpErrorCode.AccessViolation)]
    [InlineData("sibling", TftpErrorCode.AccessViolation)]
    [InlineData("loop", TftpErrorCode.AccessViolation)]
    [InlineData("/etc/passwd", TftpErrorCode.FileNotFound)]
    [InlineData("C:\\a.efi", TftpErrorCode.FileNotFound)]
    [InlineData("%2e%2e/secret", TftpErrorCode.FileNotFound)]
    [InlineData("...", TftpErrorCode.FileNotFound)]
    [InlineData("A.EFI", TftpErrorCode.FileNotFound)]
    [InlineData("a.efi/x", TftpErrorCode.FileNotFound)]
    [InlineData("dangling", TftpErrorCode.FileNotFound)]
    [InlineData("missing", TftpErrorCode.FileNotFound)]
    public async Task OpenAsync_NameThatIsNone_IsRefused(string name, TftpErrorCode code)
    {
        var result = await OpenAsync(name);

        Assert.Null(result.Content);
        Assert.Equal(code, result.ErrorCode);
        Assert.NotEmpty(result.Message);
        Assert.DoesNotContain(_base, result.Message);
    }

    [Fact]
    public async Task OpenAsync_VeryLongName_IsNotFound() =>
        Assert.Equal(TftpErrorCode.FileNotFound, (await OpenAsync(new string('x', 1500))).ErrorCode);

    [Fact]
    public async Task OpenAsync_NamedPipe_IsRefusedWithoutWaiting()
    {
        using var mkfifo = Process.Start("mkfifo", Path.Combine(_root, "pipe"));
        await mkfifo.WaitForExitAsync();

        var result = await Task.Run(() => OpenAsync("pipe")).WaitAsync(TftpTestServer.Patience);

        Assert.Equal(TftpErrorCode.AccessViolation, result.ErrorCode);
    }

    [Fact]
    public async Task OpenAsync_NoRootYet_IsNotFoundAndLaterServed()
    {
        var later = Path.Combine(_base, "later");
        var directory = new TftpDirectory(later);
        Assert.Equal(TftpErrorCode.FileNotFound, (await directory.OpenAsync(Request("f"), default)).ErrorCode);

        Directory.CreateDirectory(later);
        File.WriteAllText(Path.Combine(later, "f"), "x");

        using var content = (await directory.OpenAsync(Request("f"), default)).Content;
        Assert.NotNull(content);
    }

    [Fact]
    public async Task OpenAsync_RootIsALink_IsServed()
    {
        File.CreateSymbolicLink(Path.Combine(_base, "link"), _root);

        using var content = (await new TftpDirectory(Path.Combine(_base, "link")).OpenAsync(Request("inside-absolute"), default)).Content;

        Assert.NotNull(content);
    }

    [Fact]
    public async Task Read_FileReplaced_GoesOnWithTheOldOne()
    {
        using var content = (await OpenAsync("a.efi")).Content!;
        File.WriteAllText(Path.Combine(_root, "new"), "BBB");
        File.Move(Path.Combine(_root, "new"), Path.Combine(_root, "a.efi"), overwrite: true);

        var buffer = new byte[10];
        Assert.Equal(1, content.Read(0, buffer));
        Assert.Equal((byte)'A', buffer[0]);
    }

    [Fact]
    public async Task Read_FileGrown_EndsAtTheOldLength()
    {
        using var content = (await OpenAsync("a.efi")).Content!;
        File.AppendAllText(Path.Combine(_root, "a.efi"), "BBB");

        Assert.Equal(1, content.Read(0, new byte[10]));
        Assert.Equal(0, content.Read(1, new byte[10]));
    }

    [Fact]
    public async Task Read_FileCut_Fails()
    {
        using var content = (await OpenAsync("grub/x86/core")).Content!;
        File.WriteAllText(Path.Combine(_root, "grub/x86/core"), "");

        Assert.Throws<EndOfStreamException>(() => content.Read(0, new byte[10]));
    }

    private async Task<TftpOpenResult> OpenAsync(string name) => await _directory.OpenAsync(Request(name), default);

    private static TftpFileRequest Request(string name) => new(name, new IPEndPoint(IPAddress.Loopback, 1), IPAddress.Loopback, 1);

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(_root, name), target);
}

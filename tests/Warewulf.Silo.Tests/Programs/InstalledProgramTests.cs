using Warewulf.Silo.Programs;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Programs;

[Trait("Suite", "Fast")]
public sealed class InstalledProgramTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    private readonly HeadDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("BASE/one:BASE/two", "two/tool")]
    [InlineData("BASE/nowhere:BASE/two:BASE/three", "two/tool")]
    [InlineData("BASE/three:BASE/two", "three/tool")]
    [InlineData("BASE/directory:BASE/plain", null)]
    [InlineData(".:two:./two::", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Find_SearchPath_FirstExecutableOfAnAbsoluteDirectory(string? searchPath, string? expected)
    {
        foreach (var place in new[] { "two", "three" })
        {
            File.SetUnixFileMode(_files.Write($"{place}/tool", "x"), Executable);
        }

        File.SetUnixFileMode(_files.Write("plain/tool", "x"), UnixFileMode.UserRead);
        Directory.CreateDirectory(Path.Combine(_files.Base, "directory/tool"));
        var found = InstalledProgram.Find("tool", searchPath?.Replace("BASE", _files.Base, StringComparison.Ordinal));
        Assert.Equal(expected is null ? null : Path.Combine(_files.Base, expected), found);
    }
}

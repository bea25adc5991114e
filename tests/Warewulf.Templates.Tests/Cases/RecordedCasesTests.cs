using Warewulf.TestKit.Cases;
using Xunit.Abstractions;

namespace Warewulf.Templates.Tests.Cases;

/// <summary>Compares with recorded answers of Go's own engine: those of testdata/cases, and those of the folder named in GOTEMPLATE_CASES.</summary>
[Trait("Suite", "Fast")]
public sealed class RecordedCasesTests(ITestOutputHelper output)
{
    public static TheoryData<string> Folders => new(CaseFolder.All);

    [Theory]
    [MemberData(nameof(Folders))]
    public void LibraryCases_ComparedWithGo_AreRight(string path)
    {
        var folder = new CaseFolder(path);

        var report = CaseReport.Make(folder, CaseOwner.Library, test => CaseRunner.Run(folder, test));

        output.WriteLine(report.ToString());
        Assert.True(report.Differences.Count == 0, report.ToString());
        Assert.NotEqual(0, report.Compared);
    }
}

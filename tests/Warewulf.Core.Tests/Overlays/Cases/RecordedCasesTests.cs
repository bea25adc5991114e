using Warewulf.TestKit.Cases;
using Xunit.Abstractions;

namespace Warewulf.Core.Tests.Overlays.Cases;

/// <summary>Compares the functions of overlays, and data read of YAML, with recorded answers of Warewulf's and Go's own.</summary>
[Trait("Suite", "Fast")]
public sealed class RecordedCasesTests(ITestOutputHelper output)
{
    public static TheoryData<string> Folders => new(CaseFolder.All);

    [Theory]
    [MemberData(nameof(Folders))]
    public void OverlayCases_ComparedWithGo_AreRight(string path)
    {
        var folder = new CaseFolder(path);

        var report = CaseReport.Make(folder, CaseOwner.Overlays, test => OverlayCaseRunner.Run(folder, test));

        output.WriteLine(report.ToString());
        Assert.True(report.Differences.Count == 0, report.ToString());
    }
}

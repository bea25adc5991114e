using Warewulf.Cli.Commands.Images;
using Warewulf.Core.Api.Images;
using Warewulf.TestKit;

namespace Warewulf.Cli.Tests.Commands.Images;

[Trait("Suite", "Fast")]
public sealed class ImageStageTests
{
    private const long MiB = 1 << 20;

    private readonly ManualTimeProvider _time = new();
    private readonly ImageStage _stage;

    public ImageStageTests() => _stage = new ImageStage("Work", _time);

    [Fact]
    public void Text_NothingReported_IsTheWork() => Assert.Equal("Work", _stage.Text);

    [Fact]
    public void Text_TotalKnown_TellsRateAndTimeLeft()
    {
        Report(new ImageProgress("unpacking", 0, 40 * MiB));
        Assert.Equal("Work: unpacking 0 B of 40.0 MiB", _stage.Text);
        Report(new ImageProgress("unpacking", 12 * MiB, 40 * MiB), after: 4);
        Assert.Equal("Work: unpacking 12.0 MiB of 40.0 MiB, 3.0 MiB/s, 10s left", _stage.Text);
    }

    [Fact]
    public void Text_TotalUnknown_TellsTheRateOnly()
    {
        Report(new ImageProgress("fetching", MiB));
        Report(new ImageProgress("fetching", 9 * MiB), after: 2);
        Assert.Equal("Work: fetching 9.0 MiB, 4.0 MiB/s", _stage.Text);
    }

    [Fact]
    public void Text_OnlyFiles_AreCounted()
    {
        Report(new ImageProgress("users", 0, 0, 512, 5632));
        Report(new ImageProgress("users", 0, 0, 1536, 5632), after: 2);
        Assert.Equal("Work: users 1536 of 5632 files, 512 files/s, 8s left", _stage.Text);
        Report(new ImageProgress("users", 0, 0, 2048), after: 1);
        Assert.Equal("Work: users 2048 files, 512 files/s", _stage.Text);
    }

    [Fact]
    public void Text_NextStage_MeasuresAnew()
    {
        Report(new ImageProgress("fetching", MiB));
        Report(new ImageProgress("fetching", 100 * MiB), after: 5);
        Report(new ImageProgress("building", 100 * MiB, 200 * MiB), after: 1);
        Assert.Equal("Work: building 100.0 MiB of 200.0 MiB", _stage.Text);
    }

    [Fact]
    public void Text_StageThatIsNoWord_CannotCommandTheTerminal()
    {
        Report(new ImageProgress("\e[2J"));
        Assert.Equal("Work: ?[2J", _stage.Text);
    }

    private void Report(ImageProgress progress, double after = 0)
    {
        _time.Advance(TimeSpan.FromSeconds(after));
        _stage.Report(progress);
    }
}

using System.Text;
using Warewulf.Core.Formats;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Data;
using Warewulf.Core.Overlays.Functions;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Core.Site;
using Warewulf.Templates;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;
using Warewulf.TestKit.Cases;

namespace Warewulf.Core.Tests.Overlays.Cases;

/// <summary>Runs a case with the functions that overlays have, on data read as a node's resources are.</summary>
internal static class OverlayCaseRunner
{
    public static CaseAnswer Run(CaseFolder folder, RecordedCase test)
    {
        var site = new OverlaySite([], new SiteConfig()) { BuildHost = "head", BuildTime = DateTimeOffset.UnixEpoch };
        var run = new TemplateRun(new CaseFiles(test.Find("files")), site);
        var functions = test.Functions switch
        {
            ["ww", ..] => OverlayFunctions.All,
            ["sprig"] => FunctionSet.Sprig,
            _ => FunctionSet.Empty,
        };
        TemplateException? failure = null;
        var outcome = RenderOutcome.Completed;
        try
        {
            outcome = CaseRunner.Render(folder, test, functions, run.Current.Text, run, Yaml(test));
        }
        catch (TemplateException error)
        {
            failure = error;
        }

        return new CaseAnswer(run.Slots[0].Text.WrittenSpan.ToArray(), failure)
        {
            Aborted = outcome == RenderOutcome.Aborted,
            NoBackup = run.NoBackup,
            Files = run.Slots.Count > 1 || run.Slots[0].Target is not null ? [.. run.Slots.Select(File)] : null,
        };
    }

    private static CaseFile File(OutputSlot slot) => new(slot.Name ?? "", Encoding.UTF8.GetString(slot.Text.WrittenSpan), slot.Target);

    private static GoValue? Yaml(RecordedCase test)
    {
        if (test.Text("yaml") is not { } text)
        {
            return null;
        }

        var problems = new FileProblems("data");
        var json = YamlJson.Convert(YamlLoader.Load("data", text, problems), problems);
        return ScalarTypes.FromJson(json);
    }
}

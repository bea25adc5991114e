using System.Globalization;
using System.Text;

namespace Warewulf.TestKit.Cases;

/// <summary>What running the cases of a folder showed.</summary>
public sealed class CaseReport
{
    private readonly StringBuilder _counts = new();
    private readonly List<string> _differences = [];

    private CaseReport()
    {
    }

    /// <summary>What is different from Go, case by case.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>How many cases were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Runs the cases of one owner.</summary>
    public static CaseReport Make(CaseFolder folder, CaseOwner owner, Func<RecordedCase, CaseAnswer> run)
    {
        var report = new CaseReport();
        foreach (var file in folder.Files)
        {
            report.Add(file, owner, run);
        }

        return report;
    }

    /// <summary>The counts of each file, then the first differences.</summary>
    public override string ToString() => $"{_counts}\n{string.Join('\n', _differences.Take(60))}";

    private void Add(string file, CaseOwner owner, Func<RecordedCase, CaseAnswer> run)
    {
        var (right, wrong, elsewhere, isVolatile) = (0, 0, 0, 0);
        foreach (var test in CaseFolder.Read(file))
        {
            if (test.IsVolatile)
            {
                isVolatile++;
            }
            else if (test.Owner != owner)
            {
                elsewhere++;
            }
            else if (Compare(test, run) is { } difference)
            {
                wrong++;
                _differences.Add(difference);
            }
            else
            {
                right++;
            }
        }

        Compared += right + wrong;
        _counts.AppendLine(
            CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: right {right}, wrong {wrong}, volatile {isVolatile}, of the other owner {elsewhere}");
    }

    private static string? Compare(RecordedCase test, Func<RecordedCase, CaseAnswer> run)
    {
        try
        {
            return CaseJudge.Difference(test, run(test));
        }
        catch (Exception problem) when (problem is not FormatException) // which says that the case itself is wrong
        {
            return $"{test.Id}: {test.Template}\n    {problem}";
        }
    }
}

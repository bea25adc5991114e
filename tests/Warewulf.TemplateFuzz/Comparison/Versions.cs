using System.Text.RegularExpressions;
using Warewulf.Templates.Functions;

namespace Warewulf.TemplateFuzz.Comparison;

/// <summary>
/// What is known to differ between the Go that can be asked here (1.19, Sprig 3.2.3) and the one the engine answers like (1.25, 3.3.0).
/// </summary>
public static partial class Versions
{
    /// <summary>The newer answer as the older Go words it.</summary>
    public static string Older(string message)
    {
        message = ComparisonTypes().Replace(message, "$1");
        message = Callee().Replace(message, "$1 of type ");
        return message;
    }

    /// <summary>Why a program cannot be compared; null when it can.</summary>
    public static string? Incomparable(TemplateProgram program, TemplateAnswer older, TemplateAnswer newer)
    {
        if (RangeOverInteger().IsMatch(older.Message) && newer.Message != older.Message)
        {
            return "range over an integer";
        }

        if (older.Message.EndsWith("unexpected <with> in else", StringComparison.Ordinal))
        {
            return "else with";
        }

        if (older.Message.Contains("exceeded maximum template depth", StringComparison.Ordinal))
        {
            return "recursion, which ends by the stack";
        }

        if (AssigningRange().IsMatch(program.Text))
        {
            return "range that assigns";
        }

        if (Missing().Match(newer.Message) is { Success: true } missing && older.Message != newer.Message && FunctionSet.Sprig.Find(missing.Groups[1].Value) is null)
        {
            return "a function that the engine lacks";
        }

        if (program.Text.Contains("(?<", StringComparison.Ordinal))
        {
            return "(?<name>)";
        }

        if (newer.Message.Contains("unexpected right paren", StringComparison.Ordinal) && older.Message.Contains("unexpected \")\" in ", StringComparison.Ordinal))
        {
            return "right paren";
        }

        if (older.Message.EndsWith("unexpected \")\" in range", StringComparison.Ordinal) && newer.Message.EndsWith("range can only initialize variables", StringComparison.Ordinal))
        {
            return "right paren";
        }

        // What is left of a time is told from before the part that does not fit, not from within it.
        var (old, now) = (TimeRemainder().Match(older.Message), TimeRemainder().Match(newer.Message));
        return old.Success && now.Success && old.Value != now.Value && older.Message.Replace(old.Value, now.Value, StringComparison.Ordinal) == newer.Message
            ? "remainder of a time"
            : null;
    }

    [GeneratedRegex("cannot parse \"[^\"]*\" as ")]
    private static partial Regex TimeRemainder();

    [GeneratedRegex("(incompatible types for comparison): [^:]* and .*", RegexOptions.Singleline)]
    private static partial Regex ComparisonTypes();

    [GeneratedRegex("(error calling call: (?:non-function|nil)) .*? of type ", RegexOptions.Singleline)]
    private static partial Regex Callee();

    [GeneratedRegex("function \"(\\w+)\" not defined$")]
    private static partial Regex Missing();

    [GeneratedRegex(@"range can't iterate over (-?\d+|0x[0-9a-f]+|-?[\d.hmsnµ]+)$")]
    private static partial Regex RangeOverInteger();

    [GeneratedRegex(@"range\s+(\$\w*\s*,\s*)?\$\w*\s*=[^=]", RegexOptions.Singleline)]
    private static partial Regex AssigningRange();
}

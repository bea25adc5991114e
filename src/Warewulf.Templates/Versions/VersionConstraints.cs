using System.Text.RegularExpressions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Versions;

/// <summary>Constraints such as <c>&gt;=1.2, &lt;2 || ~3.1</c>: alternatives of comparisons that must all hold.</summary>
internal sealed partial class VersionConstraints
{
    private const string Operators = @"(?<op>=>|=<|=|!=|>=|<=|>|<|~>|~|\^)?";
    private const string Version =
        @"(?<version>v?(?<major>[0-9|xX*]+)(?<minor>\.[0-9|xX*]+)?(?<patch>\.[0-9|xX*]+)?(?<pre>-[0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*)?(\+[0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*)?)";

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private readonly List<VersionConstraint[]> _alternatives = [];

    private VersionConstraints()
    {
    }

    /// <summary>Reads constraints. Throws <see cref="GoFunctionException"/> with Go's message.</summary>
    public static VersionConstraints Parse(string text)
    {
        var constraints = new VersionConstraints();
        var rewritten = HyphenRange().Replace(text, static m => $">= {m.Groups["from"].Value}, <= {m.Groups["to"].Value}");
        foreach (var part in rewritten.Split("||"))
        {
            if (!Whole().IsMatch(part))
            {
                throw new GoFunctionException("improper constraint: " + part);
            }

            constraints._alternatives.Add([.. One().Matches(part).Select(static m => Read(m))]);
        }

        return constraints;
    }

    public bool Allow(SemanticVersion version) => _alternatives.Exists(all => Array.TrueForAll(all, c => c.Allows(version)));

    private static VersionConstraint Read(Match match)
    {
        var (major, minor, patch) = (match.Groups["major"].Value, match.Groups["minor"].Value, match.Groups["patch"].Value);
        var pre = match.Groups["pre"].Value;
        var (bound, any, anyMinor, anyPatch) = (match.Groups["version"].Value, true, false, false);
        if (IsAny(major))
        {
            bound = "0.0.0" + pre;
        }
        else if (IsAny(minor))
        {
            (bound, anyMinor) = ($"{major}.0.0{pre}", true);
        }
        else if (IsAny(patch))
        {
            (bound, anyPatch) = ($"{major}{minor}.0{pre}", true);
        }
        else
        {
            any = false;
        }

        try
        {
            return new VersionConstraint(match.Groups["op"].Value, SemanticVersion.Parse(bound), any, anyMinor, anyPatch);
        }
        catch (GoFunctionException error)
        {
            throw new GoFunctionException("constraint Parser Error", error);
        }
    }

    private static bool IsAny(string part) => part.TrimStart('.') is "" or "x" or "X" or "*";

    [GeneratedRegex(
        @"[\t\n\f\r ]*(?<from>v?[0-9|xX*]+(\.[0-9|xX*]+)?(\.[0-9|xX*]+)?(-[0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*)?(\+[0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*)?)[\t\n\f\r ]+-[\t\n\f\r ]+(?<to>v?[0-9|xX*]+(\.[0-9|xX*]+)?(\.[0-9|xX*]+)?(-[0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*)?(\+[0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*)?)[\t\n\f\r ]*",
        Options | RegexOptions.NonBacktracking)]
    private static partial Regex HyphenRange();

    [GeneratedRegex(Operators + @"[\t\n\f\r ]*" + Version, Options)]
    private static partial Regex One();

    [GeneratedRegex(
        @"\A[\t\n\f\r ]*" + Operators + @"[\t\n\f\r ]*" + Version + @"[\t\n\f\r ]*(([\t\n\f\r ]+|,[\t\n\f\r ]*)" + Operators + @"[\t\n\f\r ]*" + Version + @"[\t\n\f\r ]*)*\z",
        Options | RegexOptions.NonBacktracking)]
    private static partial Regex Whole();
}

using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Profiles;

namespace Warewulf.Cli.Commands.Profiles;

/// <summary>The profiles that a verb names. They are no hostlists: a bracket is no part of a name.</summary>
internal static class ProfileNames
{
    /// <summary>The argument.</summary>
    public static Argument<string[]> Argument(string description) =>
        new("PROFILES") { Arity = ArgumentArity.ZeroOrMore, Description = description };

    /// <summary>The names given, separated by blanks or commas; none when there are none.</summary>
    /// <exception cref="WarewulfException">One of them cannot be a name.</exception>
    public static string[] Given(Invocation invocation, Argument<string[]> argument) =>
    [
        .. invocation.Get(argument).SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct()
            .Select(name => ProfileName.Parse(name).ToString()),
    ];

    /// <summary>The names given.</summary>
    /// <param name="invocation">Has them.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="example">What to write, for when there are none.</param>
    /// <exception cref="WarewulfException">There are none, or one cannot be a name.</exception>
    public static string[] Required(Invocation invocation, Argument<string[]> argument, string example) =>
        Given(invocation, argument) is { Length: > 0 } names ? names : throw WarewulfException.Invalid($"No profile is named: write '{example}'.");
}

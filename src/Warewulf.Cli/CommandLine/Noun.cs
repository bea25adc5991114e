namespace Warewulf.Cli.CommandLine;

/// <summary>What verbs act on.</summary>
/// <param name="Name">The name.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Description">One line of help.</param>
/// <param name="Verbs">Gives its verbs, in the order of the help.</param>
internal sealed record Noun(string Name, string[] Aliases, string Description, Func<Verb[]> Verbs)
{
    /// <summary>Tells whether a word names this noun.</summary>
    public bool IsNamed(string word) => word == Name || Aliases.Contains(word);
}

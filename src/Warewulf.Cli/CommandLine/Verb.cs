namespace Warewulf.Cli.CommandLine;

/// <summary>A verb before anybody asks for it. Its options are only made when the command line names it, to start fast.</summary>
/// <param name="Name">The name.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Description">One line of help.</param>
/// <param name="Create">Makes the command.</param>
internal sealed record Verb(string Name, string[] Aliases, string Description, Func<VerbCommand> Create)
{
    /// <summary>Tells whether a word names this verb.</summary>
    public bool IsNamed(string word) => word == Name || Aliases.Contains(word);
}

using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.CommandLine;

/// <summary>One run of one verb: the values of its options, the heads, and the ways to answer.</summary>
internal sealed class Invocation
{
    private readonly ParseResult _result;
    private readonly GlobalOptions _globals;
    private HeadClient? _client;

    public Invocation(ParseResult result, GlobalOptions globals, CliEnvironment environment)
    {
        _result = result;
        _globals = globals;
        Environment = environment;
        Format = globals.Format(result);
        IsVerbose = globals.IsVerbose(result);
    }

    /// <summary>What the process gives.</summary>
    public CliEnvironment Environment { get; }

    /// <summary>How data is to be written.</summary>
    public OutputFormat Format { get; }

    /// <summary>Whether to tell what is going on.</summary>
    public bool IsVerbose { get; }

    /// <summary>The heads.</summary>
    /// <exception cref="Core.WarewulfException">An address is malformed, or the token cannot be read.</exception>
    public HeadClient Heads => _client ??= new HeadClient(_globals.Heads(_result, Environment), Environment.Time, Trace);

    /// <summary>The directory that stands for <c>/</c>.</summary>
    public string Root => _globals.Root(_result, Environment);

    /// <summary>The <c>warewulf.conf</c> of this machine.</summary>
    public string SiteConf => _globals.SiteConf(_result, Environment);

    /// <summary>Where data goes.</summary>
    public TextWriter Out => Environment.Terminal.Out;

    /// <summary>The value of an option, or its type's default.</summary>
    public T? Get<T>(Option<T> option) => _result.GetValue(option);

    /// <summary>The values of an argument.</summary>
    public string[] Get(Argument<string[]> argument) => _result.GetValue(argument) ?? [];

    /// <summary>The values an option was given, one for each time it was written; nothing when it was not.</summary>
    public IReadOnlyList<string>? Given(Option<string[]> option) =>
        _result.GetResult(option) is { Implicit: false } given ? [.. given.Tokens.Select(token => token.Value)] : null;

    /// <summary>Writes a document as JSON or YAML.</summary>
    public void WriteDocument(JsonElement document)
    {
        if (Format == OutputFormat.Json)
        {
            JsonOutput.Write(Out, document);
        }
        else
        {
            YamlOutput.Write(Out, document);
        }
    }

    /// <summary>Writes the head's warnings, one line each.</summary>
    public void Warn(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            Say("WARN: " + warning);
        }
    }

    /// <summary>Writes a line that is not data.</summary>
    public void Say(string line) => Environment.Terminal.Error.WriteLine(Line.Clean(line));

    private void Trace(string line)
    {
        if (IsVerbose)
        {
            Say("VERBOSE: " + line);
        }
    }
}

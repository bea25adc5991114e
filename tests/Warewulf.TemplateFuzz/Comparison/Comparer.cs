using Warewulf.TemplateFuzz.Oracle;

namespace Warewulf.TemplateFuzz.Comparison;

/// <summary>Tells whether two answers to a program are the same.</summary>
public sealed class Comparer(GoOracle oracle)
{
    private const int Repetitions = 3;

    /// <summary>How many programs could not be compared, by the reason.</summary>
    public SortedDictionary<string, int> Skipped { get; } = new(StringComparer.Ordinal);

    public static bool Same(TemplateAnswer go, TemplateAnswer own)
    {
        var kind = go.Kind == "panic" ? "exec" : go.Kind;
        return kind == own.Kind
            && (go.Kind == "panic" || Versions.Older(go.Message) == Versions.Older(own.Message))
            && go.Output.AsSpan().SequenceEqual(own.Output);
    }

    /// <summary>The difference, if there is one that counts.</summary>
    public Difference? Compare(TemplateProgram program, TemplateAnswer go, TemplateAnswer own)
    {
        if (!go.IsAnswer)
        {
            Skip(go.Kind);
            return own.Kind == "exception" ? new Difference(program, go, own) : null;
        }

        if (Same(go, own))
        {
            return null;
        }

        if (Versions.Incomparable(program, go, own) is { } reason)
        {
            Skip(reason);
            return null;
        }

        if (own.Message.Contains("exceeds the limit", StringComparison.Ordinal) || own.Message.Contains("exceeded the limit", StringComparison.Ordinal))
        {
            Skip("limit");
            return null;
        }

        // Addresses and the order of maps change from one time to the next.
        if (oracle.Ask([.. Enumerable.Repeat(program, Repetitions)]).Any(again => !again.Equals(go)))
        {
            Skip("volatile");
            return null;
        }

        return new Difference(program, go, own);
    }

    /// <summary>Asks both engines anew.</summary>
    public Difference? Compare(TemplateProgram program) => Compare(program, oracle.Ask(program), OwnEngine.Run(program));

    private void Skip(string reason) => Skipped[reason] = Skipped.GetValueOrDefault(reason) + 1;
}

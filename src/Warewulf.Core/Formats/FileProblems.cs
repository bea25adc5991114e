namespace Warewulf.Core.Formats;

/// <summary>Collects what is wrong with a file and what is odd about it, so that whoever wrote it learns all of it at once.</summary>
/// <param name="file">The file's name.</param>
internal sealed class FileProblems(string file)
{
    private const int MostReported = 50;

    private readonly List<(int Line, string Text)> _wrong = [];
    private readonly List<(int Line, string Text)> _odd = [];

    /// <summary>Notes something that the file cannot be read with.</summary>
    /// <param name="line">Where.</param>
    /// <param name="what">What is wrong and what to do: one or more sentences.</param>
    public void Add(int line, string what) => _wrong.Add((line, what));

    /// <summary>Notes something the admin should know.</summary>
    /// <param name="line">Where.</param>
    /// <param name="what">What it is and what became of it.</param>
    public void Warn(int line, string what) => _odd.Add((line, what));

    /// <summary>Makes the failure for something that ends reading at once.</summary>
    public WarewulfException Fatal(int line, string what) => WarewulfException.Invalid(Located((line, what)));

    /// <summary>Tells what is odd, in the order of the lines, then refuses the file when something is wrong with it.</summary>
    /// <param name="warn">Takes one line per thing the admin should know.</param>
    /// <exception cref="WarewulfException">Something is wrong; the message has a line for each.</exception>
    public void Finish(Action<string> warn)
    {
        foreach (var text in _odd.OrderBy(odd => odd.Line).Select(Located).Distinct(StringComparer.Ordinal))
        {
            warn(text);
        }

        var wrong = _wrong.OrderBy(problem => problem.Line).Select(Located).Distinct(StringComparer.Ordinal).ToList();
        if (wrong.Count > MostReported)
        {
            wrong = [.. wrong.Take(MostReported), $"{file}: {wrong.Count - MostReported} more problems follow. Correct these first."];
        }

        if (wrong.Count > 0)
        {
            throw WarewulfException.Invalid(string.Join('\n', wrong));
        }
    }

    private string Located((int Line, string Text) found) => $"{file}, line {found.Line}: {found.Text}";
}

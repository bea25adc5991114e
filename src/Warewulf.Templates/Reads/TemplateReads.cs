using Warewulf.Templates.Values;

namespace Warewulf.Templates.Reads;

/// <summary>
/// What one execution read: the paths into its data, the functions it called, and the inputs that those named. Make one, hand it to a
/// render in <see cref="RenderSettings.Reads"/>, and look at it when that has ended, well or not; after that it never changes.
/// </summary>
/// <remarks>
/// More may be named than was used, never less. A method of a bound object counts as a field of its name: what it looks at is the
/// business of whoever bound it. Getters and methods must give the same for the same object.
/// </remarks>
public sealed partial class TemplateReads
{
    private TemplateRead? _root;

    /// <summary>The data given to the render, with what was read of it below.</summary>
    public TemplateRead Root => _root ??= Build();

    /// <summary>All paths that were read, from the root down, without those the execution only passed through.</summary>
    public IEnumerable<TemplateRead> Paths => Set().Paths;

    /// <summary>The names of the functions that were called, in order: <c>now</c>, <c>env</c> or a caller's own tell of inputs besides the data.</summary>
    public IReadOnlyList<string> Functions =>
        Names(PathStep.Function);

    /// <summary>What functions of the caller named with <see cref="Execution.TemplateExecution.Observe"/>, each once.</summary>
    public IReadOnlyList<TemplateInput> Inputs => _inputs ?? [];

    /// <summary>Why there can be no digest: the template changed its own data, or called a method in a way that cannot be repeated. Null when there can.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>
    /// A digest of all that the read paths give for some data. When it is the same for other data, an execution on those does the
    /// very same and writes the same output, functions with inputs of their own aside.
    /// </summary>
    /// <param name="root">The data: those of the execution or others.</param>
    /// <returns>32 bytes; null when there is an <see cref="Obstacle"/> or the data cannot be gone through (they nest without end, or a method fails).</returns>
    public byte[]? Fingerprint(GoValue root) => Obstacle is null ? ReadDigest.Of(Root, Names(PathStep.Method), root) : null;

    /// <summary>What was read, apart from this execution. Executions that read the same give the same object, as long as that are not too many.</summary>
    public ReadSet Set() =>
        _tree is null ? new ReadSet(Root, [], [], Obstacle)
        : Obstacle is null ? _tree.Intern(Marks(), () => new ReadSet(Root, Names(PathStep.Method), Names(PathStep.Function), null))
        : new ReadSet(Root, Names(PathStep.Method), Names(PathStep.Function), Obstacle);

    private string[] Names(PathStep step) =>
        [.. Numbers().Select(number => _tree![number]).Where(node => node.Step == step).Select(static node => node.Name).Order(StringComparer.Ordinal)];

    private IEnumerable<int> Numbers()
    {
        var marks = Marks();
        for (var number = 1; number < marks.Length; number++)
        {
            if (marks[number] != 0)
            {
                yield return number;
            }
        }
    }

    private TemplateRead Build()
    {
        var reads = new Dictionary<int, TemplateRead>();
        var marks = Marks();
        foreach (var number in Numbers())
        {
            var node = _tree![number];
            if (node.Step == PathStep.Root)
            {
                reads[number] = new TemplateRead(node, (ReadKinds)marks[number], ".");
            }
            else if (node.Step is not (PathStep.Function or PathStep.Method))
            {
                // A parent always has the smaller number.
                var parent = reads[node.Parent];
                var read = new TemplateRead(node, (ReadKinds)marks[number], Join(parent.Path, node));
                parent.Add(read);
                reads[number] = read;
            }
        }

        foreach (var read in reads.Values)
        {
            read.Sort();
        }

        return reads.GetValueOrDefault(PathTree.Root) ?? new TemplateRead(new PathNode(0, PathStep.Root, "", null), ReadKinds.None, ".");
    }

    internal static string Join(string parent, PathNode node)
    {
        var prefix = parent == "." ? "" : parent;
        return node.Step switch
        {
            PathStep.Elements => parent + "[*]",
            PathStep.Entries => prefix + ".*",
            PathStep.Call => $"{prefix}.{node.Name}",
            _ => prefix + "." + (IsPlain(node.Name) ? node.Name : GoTextQuote(node.Name)),
        };
    }

    private static bool IsPlain(string name) => name.Length > 0 && name.All(static c => char.IsLetterOrDigit(c) || c == '_');

    private static string GoTextQuote(string name) => Templates.Functions.GoQuote.Quote(name);
}

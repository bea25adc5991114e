using Warewulf.Templates.Parsing.Syntax;

namespace Warewulf.Templates.Parsing;

/// <summary>
/// Walks a template without running it and finds the fields it names. What a variable or the dot stands for is followed through
/// <c>with</c>, <c>range</c> and declarations as long as it is a field itself.
/// </summary>
internal sealed class FieldFinder
{
    /// <summary>Stands in a path for whichever item of a list or map.</summary>
    public const string Item = "[]";

    private readonly List<TemplateField> _found = [];
    private readonly Dictionary<string, string[]?> _variables = new(StringComparer.Ordinal) { ["$"] = [] };

    /// <summary>The fields in the order in which they stand in the text.</summary>
    public static IReadOnlyList<TemplateField> Find(IEnumerable<TemplateBody> bodies)
    {
        var finder = new FieldFinder();
        foreach (var body in bodies)
        {
            finder.Visit(body.Root, []);
        }

        return [.. finder._found.DistinctBy(field => field.Text)];
    }

    private void Visit(ListNode list, string[]? dot)
    {
        foreach (var statement in list.Items)
        {
            switch (statement)
            {
                case ActionNode action:
                    Declare(action.Pipe, Visit(action.Pipe, dot));
                    break;
                case TemplateNode { Pipe: { } pipe }:
                    Visit(pipe, dot);
                    break;
                case BranchNode branch:
                    Visit(branch, dot);
                    break;
            }
        }
    }

    private void Visit(BranchNode branch, string[]? dot)
    {
        var value = Visit(branch.Pipe, dot);
        var item = branch is RangeNode && value is not null ? [.. value, Item] : branch is RangeNode ? null : value;
        Declare(branch.Pipe, item);
        Visit(branch.Body, branch is IfNode ? dot : item);
        if (branch.ElseBody is { } other)
        {
            Visit(other, dot);
        }
    }

    // Of two variables of a range the first takes the key.
    private void Declare(PipeNode pipe, string[]? value)
    {
        for (var i = 0; i < pipe.Declarations.Count; i++)
        {
            _variables[pipe.Declarations[i].Name] = i == pipe.Declarations.Count - 1 ? value : null;
        }
    }

    // What a pipeline stands for, where it is nothing but a field.
    private string[]? Visit(PipeNode pipe, string[]? dot)
    {
        string[]? value = null;
        foreach (var command in pipe.Commands)
        {
            foreach (var word in command.Words)
            {
                value = Visit(word, dot);
            }
        }

        return pipe.Commands is [{ Words.Count: 1 }] ? value : null;
    }

    private string[]? Visit(Operand word, string[]? dot) => word switch
    {
        DotNode => dot,
        FieldNode field => Add(field.ToString(), dot, field.Names),
        VariableNode variable => Add(variable.ToString(), _variables.GetValueOrDefault(variable.Name), variable.Names),
        ChainNode chain => Visit(chain.Target, dot) is { } value ? [.. value, .. chain.Names] : null,
        PipeNode inner => Visit(inner, dot),
        _ => null,
    };

    private string[]? Add(string text, string[]? start, IReadOnlyList<string> names)
    {
        var path = start is null ? null : (string[])[.. start, .. names];
        if (names.Count > 0)
        {
            _found.Add(new TemplateField(text, path ?? []));
        }

        return path;
    }
}

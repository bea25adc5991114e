using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>A chain of field names with a memory: at each place in a template the same struct type usually comes again.</summary>
internal sealed class FieldChain(string[] names)
{
    private readonly Remembered?[] _remembered = new Remembered?[names.Length];

    public GoValue Resolve(Interpreter interpreter, GoValue dot, GoValue receiver, in CallSite site)
    {
        var last = names.Length - 1;
        for (var i = 0; i < last; i++)
        {
            receiver = Step(interpreter, dot, receiver, i, new CallSite(site.Node));
        }

        return Step(interpreter, dot, receiver, last, site);
    }

    public void Print(StringBuilder output)
    {
        foreach (var name in names)
        {
            output.Append('.').Append(name);
        }
    }

    private GoValue Step(Interpreter interpreter, GoValue dot, GoValue receiver, int index, in CallSite site)
    {
        var remembered = _remembered[index];
        if (remembered is not null && ReferenceEquals(receiver.Type, remembered.Type) && receiver.Ref is not null && !site.HasArguments)
        {
            return remembered.Field.Get(receiver.Ref);
        }

        var value = FieldResolver.Resolve(interpreter, dot, names[index], receiver, site, out var field);
        if (field is not null && receiver.Type is { } type && (type.Kind == GoKind.Struct || type.Element?.Kind == GoKind.Struct))
        {
            _remembered[index] = new Remembered(type, field);
        }

        return value;
    }

    private sealed record Remembered(GoType Type, GoField Field);
}

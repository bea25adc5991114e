using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>{{range}} over a slice, array, map or integer.</summary>
internal sealed class RangeNode(int position, PipeNode pipe, ListNode body, ListNode? elseBody) : BranchNode(position, "range", pipe, body, elseBody)
{
    public override Flow Execute(Interpreter interpreter, GoValue dot)
    {
        interpreter.At(this);
        var (value, _) = FieldResolver.Indirect(Pipe.Evaluate(interpreter, dot));
        if (value.Type is { } type)
        {
            if (type.Kind is GoKind.Slice or GoKind.Array)
            {
                var items = value.AsList;
                if (items.Count > 0)
                {
                    return OverList(interpreter, items);
                }
            }
            else if (type.Kind == GoKind.Map)
            {
                if (value.AsMap is { Count: > 0 } map)
                {
                    return OverMap(interpreter, map);
                }
            }
            else if (type.IsSigned || type.IsUnsigned)
            {
                if (Pipe.Declarations.Count > 1)
                {
                    throw interpreter.Fail($"can't use {value} to iterate over more than one variable");
                }

                if (type.IsUnsigned ? value.AsUint > 0 : value.AsInt > 0)
                {
                    return OverInteger(interpreter, type, value.AsUint);
                }
            }
            else
            {
                throw interpreter.Fail($"range can't iterate over {value}");
            }
        }
        else if (value.IsValid)
        {
            throw interpreter.Fail($"range can't iterate over {value}");
        }

        // To the parser a break in the else belongs to a loop further out, but it ends this one.
        var flow = ElseBody?.Execute(interpreter, dot) ?? Flow.Next;
        return flow == Flow.Break ? Flow.Next : flow;
    }

    private Flow OverList(Interpreter interpreter, GoList items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!Round(interpreter, GoValue.Int(i), items[i]))
            {
                break;
            }
        }

        return Flow.Next;
    }

    private Flow OverMap(Interpreter interpreter, GoMap map)
    {
        foreach (var key in map.SortedKeys())
        {
            // A template may remove entries while it ranges.
            if (map.TryGet(key, out var item) && !Round(interpreter, key, item))
            {
                break;
            }
        }

        return Flow.Next;
    }

    private Flow OverInteger(Interpreter interpreter, GoType type, ulong count)
    {
        for (ulong i = 0; i < count; i++)
        {
            var item = GoValue.Integer(type, (long)i);
            if (!Round(interpreter, item, item))
            {
                break;
            }
        }

        return Flow.Next;
    }

    private bool Round(Interpreter interpreter, GoValue index, GoValue item)
    {
        interpreter.Step();
        var declarations = Pipe.Declarations;
        if (declarations.Count > 0)
        {
            // A single variable takes the item, the first of two the index.
            declarations[0].Set(interpreter, declarations.Count > 1 ? index : item);
            if (declarations.Count > 1)
            {
                declarations[1].Set(interpreter, item);
            }
        }

        return Body.Execute(interpreter, item) != Flow.Break;
    }
}

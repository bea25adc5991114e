using Warewulf.Templates.Execution;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>{{range}} over a slice, array, map or integer.</summary>
internal sealed class RangeNode(int position, PipeNode pipe, ListNode body, ListNode? elseBody) : BranchNode(position, "range", pipe, body, elseBody)
{
    private readonly VariableSlot? _index = pipe.Declarations.Count > 1 ? pipe.Declarations[0] : null;
    private readonly VariableSlot? _item = pipe.Declarations.Count > 0 ? pipe.Declarations[^1] : null;
    private PathLink? _path;

    public override Flow Execute(Interpreter interpreter, in GoValue dot)
    {
        interpreter.At(this);
        var (value, _) = FieldResolver.Indirect(Pipe.Evaluate(interpreter, dot));
        if (value.Type is { } type)
        {
            if (type.Kind is GoKind.Slice or GoKind.Array)
            {
                var items = value.AsList;
                var path = ItemPath(interpreter, value, ReadKinds.Length, PathStep.Elements);
                if (items.Count > 0)
                {
                    return OverList(interpreter, items, path);
                }
            }
            else if (type.Kind == GoKind.Map)
            {
                var path = ItemPath(interpreter, value, ReadKinds.Keys, PathStep.Entries);
                if (value.AsMap is { Count: > 0 } map)
                {
                    return OverMap(interpreter, map, path);
                }
            }
            else if (OverOther(interpreter, value))
            {
                return Flow.Next;
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

    private int ItemPath(Interpreter interpreter, in GoValue value, ReadKinds kinds, PathStep step)
    {
        if (value.Path == 0)
        {
            return 0;
        }

        interpreter.Reads!.Mark(value.Path, kinds);
        return interpreter.Reads.Child(value.Path, ref _path, step, "");
    }

    private Flow OverList(Interpreter interpreter, GoList items, int path)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!Round(interpreter, GoValue.Int(i), path == 0 ? items[i] : items[i].WithPath(path)))
            {
                break;
            }
        }

        return Flow.Next;
    }

    private Flow OverMap(Interpreter interpreter, GoMap map, int path)
    {
        var names = interpreter.SpareNames ?? new string[8];
        interpreter.SpareNames = null;
        var count = map.SortedNames(ref names);
        if (count < 0)
        {
            interpreter.SpareNames = names;
            return OverKeys(interpreter, map, path);
        }

        for (var i = 0; i < count; i++)
        {
            if (map.TryGet(names[i], out var item) && !Round(interpreter, GoValue.String(names[i]), path == 0 ? item : item.WithPath(path)))
            {
                break;
            }
        }

        interpreter.SpareNames = names;
        return Flow.Next;
    }

    private Flow OverKeys(Interpreter interpreter, GoMap map, int path)
    {
        foreach (var key in map.SortedKeys())
        {
            // A template may remove entries while it ranges.
            if (map.TryGet(key, out var item) && !Round(interpreter, key, path == 0 ? item : item.WithPath(path)))
            {
                break;
            }
        }

        return Flow.Next;
    }

    private bool OverOther(Interpreter interpreter, in GoValue value)
    {
        interpreter.Reads?.Whole(value);
        var type = value.Type!;
        if (!type.IsSigned && !type.IsUnsigned)
        {
            throw interpreter.Fail($"range can't iterate over {value}");
        }

        if (_index is not null)
        {
            throw interpreter.Fail($"can't use {value} to iterate over more than one variable");
        }

        if (type.IsUnsigned ? value.AsUint == 0 : value.AsInt <= 0)
        {
            return false;
        }

        var count = value.AsUint;
        for (ulong i = 0; i < count; i++)
        {
            var item = GoValue.Integer(type, (long)i);
            if (!Round(interpreter, item, item))
            {
                break;
            }
        }

        return true;
    }

    private bool Round(Interpreter interpreter, in GoValue index, in GoValue item)
    {
        // A single variable takes the item, the first of two the index.
        interpreter.Step();
        _index?.Set(interpreter, index);
        _item?.Set(interpreter, item);
        return Body.Execute(interpreter, item) != Flow.Break;
    }
}

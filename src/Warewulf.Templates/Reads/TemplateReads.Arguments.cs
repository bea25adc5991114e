using Warewulf.Templates.Execution;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Reads;

/// <content>What a function learns about its arguments, by its rule.</content>
public sealed partial class TemplateReads
{
    /// <summary>
    /// Marks what a function is about to learn. Arguments that are read as a whole lose their path, so that nothing a function makes of
    /// them has one.
    /// </summary>
    /// <returns>The path of the result for functions that reach into an argument; 0 otherwise.</returns>
    internal int Arguments(GoFunction function, Span<GoValue> arguments)
    {
        switch (function.ReadRule)
        {
            case ReadRule.Truth:
                MarkEach(arguments, ReadKinds.Truth);
                return 0;
            case ReadRule.Length:
                MarkEach(arguments, ReadKinds.Length);
                return 0;
            case ReadRule.Choice:
                MarkEach(arguments, ReadKinds.Truth);
                return 0;
            case ReadRule.Type when arguments.Length > 0:
                Take(arguments[..^1]);
                return 0;
            case ReadRule.Element when arguments.Length == 1:
                return Element(arguments[0]);
            case ReadRule.Index when arguments.Length > 1:
                return Index(arguments);
            case ReadRule.Entry or ReadRule.Key when arguments.Length == 2:
                Take(arguments[1..]);
                return Entry(arguments[0], arguments[1]);
            case ReadRule.Keys:
                MarkEach(arguments, ReadKinds.Keys);
                return 0;
            case ReadRule.Hold:
                Release(arguments, 1);
                return 0;
            case ReadRule.HoldPairs:
                for (var i = 0; i < arguments.Length; i += 2)
                {
                    Take(arguments.Slice(i, 1));
                }

                Release(arguments, 1);
                return 0;
            case ReadRule.Change when arguments.Length > 0 && arguments[0].Path != 0:
                Refuse($"the template changed its data with {function.Name}");
                break;
        }

        Take(arguments);
        return 0;
    }

    /// <summary>The path of a function's result; makes sure that nothing goes out without one that is not marked.</summary>
    internal int Result(GoFunction function, Span<GoValue> arguments, int path, in GoValue result)
    {
        switch (function.ReadRule)
        {
            case ReadRule.Whole:
                return result.Path;
            case ReadRule.Element or ReadRule.Index or ReadRule.Entry:
                return result.Path == 0 ? path : result.Path;
            case ReadRule.Choice when result.Path == 0:
                Take(arguments);
                break;
            case ReadRule.Hold or ReadRule.HoldPairs when HasPath(arguments):
                if (result.Ref is IPathHolder holder)
                {
                    holder.HoldsPaths = true;
                }
                else
                {
                    Take(arguments);
                }

                break;
        }

        return result.Path;
    }

    /// <summary>A function failed: its message may tell anything about what it was given.</summary>
    internal void Failed(Span<GoValue> arguments) => Take(arguments);

    private void Take(Span<GoValue> arguments)
    {
        foreach (ref var argument in arguments)
        {
            Whole(argument);
            GoValue.SetPath(ref argument, 0);
        }
    }

    private void Release(Span<GoValue> arguments, int step)
    {
        // Only plain values keep their paths in a container: one inside another could not be followed.
        for (var i = 0; i < arguments.Length; i += step)
        {
            if (arguments[i].Path == 0)
            {
                Whole(arguments[i]);
            }
        }
    }

    private static bool HasPath(ReadOnlySpan<GoValue> arguments)
    {
        foreach (ref readonly var argument in arguments)
        {
            if (argument.Path != 0)
            {
                return true;
            }
        }

        return false;
    }

    private void MarkEach(ReadOnlySpan<GoValue> arguments, ReadKinds kinds)
    {
        foreach (ref readonly var argument in arguments)
        {
            if (argument.Path != 0)
            {
                Mark(argument.Path, kinds);
            }
        }
    }

    private int Element(in GoValue list)
    {
        if (list.Path == 0)
        {
            return 0;
        }

        Mark(list.Path, ReadKinds.Length);
        return Child(list.Path, PathStep.Elements, "");
    }

    private int Entry(in GoValue map, in GoValue key)
    {
        if (map.Path == 0)
        {
            return 0;
        }

        if (ReferenceEquals(key.Type, GoType.String))
        {
            return Child(map.Path, PathStep.Name, key.AsString);
        }

        // Only names can be told apart: another key may be one that prints alike.
        Whole(map);
        return 0;
    }

    private int Index(Span<GoValue> arguments)
    {
        Take(arguments[1..]);
        var item = arguments[0];
        try
        {
            for (var i = 1; ; i++)
            {
                if (item.Path == 0)
                {
                    return 0;
                }

                var path = Reached(item, arguments[i]);
                if (i == arguments.Length - 1)
                {
                    return path;
                }

                item = Builtins.Index([item.WithPath(0), arguments[i]]);
                item = item.Path == 0 ? item.WithPath(path) : item;
            }
        }
        catch (GoFunctionException)
        {
            Whole(arguments[0]);
            return 0;
        }
    }

    private int Reached(in GoValue item, in GoValue index)
    {
        var (target, _) = FieldResolver.Indirect(item);
        switch (target.Kind)
        {
            case GoKind.Slice or GoKind.Array:
                return Element(target);
            case GoKind.Map:
                return Entry(target, index);
            default:
                Whole(item);
                return 0;
        }
    }
}

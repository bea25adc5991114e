using System.Globalization;
using System.Runtime.CompilerServices;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Reads;

/// <content>What the interpreter tells.</content>
public sealed partial class TemplateReads
{
    private static long _runs;

    private List<TemplateInput>? _inputs;
    private FewMarks _few;
    private byte[]? _many;
    private PathTree? _tree;

    /// <summary>Tells the dictionaries made by this execution from all others.</summary>
    internal long Run { get; private set; }

    internal GoValue Begin(PathTree tree, GoValue data)
    {
        if (_tree is not null)
        {
            throw new InvalidOperationException("Reads belong to one render: make a new object for each.");
        }

        _tree = tree;
        _few = default;
        Run = Interlocked.Increment(ref _runs);
        Mark(PathTree.Root, ReadKinds.Presence);
        return data.WithPath(PathTree.Root);
    }

    /// <summary>The path of a member or entry; 0 when it cannot be told any more, which makes the parent a whole read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Child(int parent, ref PathLink? link, PathStep step, string name)
    {
        var known = link;
        if (known is null || known.Parent != parent || !ReferenceEquals(known.Tree, _tree))
        {
            known = link = new PathLink(_tree!, parent, _tree!.Child(parent, step, name));
        }

        return Reach(parent, known.Child);
    }

    internal int Child(int parent, PathStep step, string name) => Reach(parent, _tree!.Child(parent, step, name));

    internal void Called(ref PathLink? link, GoFunction function)
    {
        var known = link;
        if (known is null || !ReferenceEquals(known.Tree, _tree))
        {
            known = link = new PathLink(_tree!, 0, _tree!.Child(0, PathStep.Function, function.Name));
        }

        // A full tree has no room for a function that nobody called before; then nothing is known of what it took.
        if (known.Child != 0)
        {
            Mark(known.Child, ReadKinds.Presence);
        }
        else
        {
            Refuse("more paths were read than can be told apart");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Mark(int path, ReadKinds kinds)
    {
        if (path < FewMarks.Length)
        {
            _few[path] |= (byte)kinds;
        }
        else
        {
            MarkMany(path, kinds);
        }
    }

    /// <summary>Marks all of a value as read. What a template put into a list or map of its own is marked, and no longer told apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Whole(in GoValue value)
    {
        if (value.Path != 0)
        {
            Mark(value.Path, ReferenceEquals(value.Type, GoType.String) || IsLeaf(value) ? ReadKinds.Value : ReadKinds.Whole);
        }
        else if (value.Type is { IsContainer: true })
        {
            WholeContainer(value);
        }
    }

    internal void Observe(TemplateInput input)
    {
        _inputs ??= [];
        if (!_inputs.Contains(input))
        {
            _inputs.Add(input);
        }
    }

    internal void Refuse(string obstacle) => Obstacle ??= obstacle;

    /// <summary>The path of the result of a method with arguments, by which it is told apart; 0 for a method without any.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="values">The receiver and the arguments, which lose their paths.</param>
    internal int Call(string name, Span<GoValue> values)
    {
        var receiver = values[0];
        var arguments = values[1..];
        Take(arguments);
        GoValue.SetPath(ref values[0], 0);
        if (receiver.Path == 0)
        {
            Detached(receiver, name, arguments.Length);
            return 0;
        }

        if (arguments.IsEmpty)
        {
            return 0;
        }

        var kept = new GoValue[arguments.Length];
        var text = name;
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = arguments[i];
            if (!IsLeaf(kept[i]))
            {
                Refuse($"the method {name} was called with a list, map or struct");
                return 0;
            }

            text += string.Create(CultureInfo.InvariantCulture, $" {kept[i].StaticType}({GoQuote.Quote(GoFormatter.Print(kept[i]))})");
        }

        return Reach(receiver.Path, _tree!.Child(receiver.Path, PathStep.Call, text, kept));
    }

    // Objects are never a template's own. One without a path was part of something read as a whole, which covers fields only.
    private void Detached(in GoValue receiver, string name, int arguments)
    {
        if (receiver.Kind != GoKind.Struct)
        {
            return;
        }

        var method = _tree!.Child(0, PathStep.Method, name);
        if (arguments > 0 || method == 0)
        {
            Refuse($"the method {name} was called on an object whose path is not known");
        }
        else
        {
            Mark(method, ReadKinds.Presence);
        }
    }

    private static bool IsLeaf(in GoValue value) => value.Kind switch
    {
        GoKind.Slice => ReferenceEquals(value.Type, GoType.IP),
        GoKind.Array or GoKind.Map or GoKind.Struct or GoKind.Pointer or GoKind.Interface or GoKind.Func => false,
        _ => true,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Reach(int parent, int child)
    {
        if (child != 0)
        {
            Mark(child, ReadKinds.Presence);
        }
        else
        {
            Mark(parent, ReadKinds.Whole);
        }

        return child;
    }

    private void WholeContainer(in GoValue value)
    {
        if (value.Ref is IPathHolder { HoldsPaths: true } holder)
        {
            holder.Release(this);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MarkMany(int path, ReadKinds kinds)
    {
        if (_many is null || _many.Length <= path)
        {
            Array.Resize(ref _many, Math.Max(256, (path + 1) * 2));
        }

        _many[path] |= (byte)kinds;
    }

    private byte[] Marks()
    {
        var marks = new byte[Math.Max(FewMarks.Length, _many?.Length ?? 0)];
        _many?.CopyTo(marks, 0);
        ((ReadOnlySpan<byte>)_few).CopyTo(marks);
        return marks;
    }
}

using System.Text;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>
/// A chain of field names with a memory: at each place in a template the same struct type, and the same path, usually comes again.
/// What is remembered is replaced as a whole and never changed, so threads share it.
/// </summary>
internal sealed class FieldChain(string[] names)
{
    private readonly Remembered?[] _remembered = new Remembered?[names.Length];
    private readonly PathLink?[] _paths = new PathLink?[names.Length];

    public GoValue Resolve(Interpreter interpreter, in GoValue dot, in GoValue receiver, in CallSite site)
    {
        var last = names.Length - 1;
        if (last == 0)
        {
            return Step(interpreter, dot, receiver, 0, site);
        }

        var bare = new CallSite(site.Node);
        var value = Step(interpreter, dot, receiver, 0, bare);
        for (var i = 1; i < last; i++)
        {
            value = Step(interpreter, dot, value, i, bare);
        }

        return Step(interpreter, dot, value, last, site);
    }

    public void Print(StringBuilder output)
    {
        foreach (var name in names)
        {
            output.Append('.').Append(name);
        }
    }

    private GoValue Step(Interpreter interpreter, in GoValue dot, in GoValue receiver, int index, in CallSite site)
    {
        // A method with arguments is a path of its own, which the call works out.
        if (receiver.Path == 0 || site.HasArguments)
        {
            return Read(interpreter, dot, receiver, index, site);
        }

        var path = interpreter.Reads!.Child(receiver.Path, ref _paths[index], PathStep.Name, names[index]);
        var value = Read(interpreter, dot, receiver, index, site);
        GoValue.SetPath(ref value, path);
        return value;
    }

    private GoValue Read(Interpreter interpreter, in GoValue dot, in GoValue receiver, int index, in CallSite site)
    {
        if (receiver.Type is { } type && receiver.Ref is { } target && !site.HasArguments)
        {
            if (_remembered[index] is { } remembered && ReferenceEquals(type, remembered.Type))
            {
                return remembered.Field is { } known
                    ? known.Get(target)
                    : Caller.CallMethod(interpreter, dot, remembered.Method!, type.Kind == GoKind.Pointer ? receiver.Dereference() : receiver.Unwrap(), site);
            }

            if (type.IsPlainMap && ((GoMap)target).TryGet(names[index], out var entry))
            {
                return entry;
            }

            Remember(index, type);
        }

        return FieldResolver.Resolve(interpreter, dot, names[index], receiver, site);
    }

    private void Remember(int index, GoType type)
    {
        var target = type.Kind == GoKind.Pointer ? type.Element! : type;
        if (target.Kind == GoKind.Pointer || target.IsInterface)
        {
            return;
        }

        if (target.Method(names[index]) is { } method)
        {
            _remembered[index] = new Remembered(type, null, method);
        }
        else if (target.Kind == GoKind.Struct && target.Field(names[index]) is { IsExported: true } field)
        {
            _remembered[index] = new Remembered(type, field, null);
        }
    }

    private sealed record Remembered(GoType Type, GoField? Field, GoMethod? Method);
}

using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Reads;

/// <summary>Reads a member of a value outside of an execution, as a template's field does.</summary>
internal static class Member
{
    /// <summary>Reads it; false when there is none, with the message of a method that failed.</summary>
    public static bool TryRead(GoValue value, PathNode node, out GoValue member, out string? failure)
    {
        member = default;
        failure = null;
        var (target, isNil) = FieldResolver.Indirect(value);
        if (isNil || target.Type is not { } type)
        {
            return false;
        }

        var name = node.Step == PathStep.Call ? node.Name[..node.Name.IndexOf(' ')] : node.Name;
        if (type.Method(name) is { } method)
        {
            return TryCall(method, target, node.Arguments ?? [], out member, out failure);
        }

        if (type.Kind == GoKind.Struct && type.Field(name) is { } field)
        {
            member = field.Get(target.Ref!).WithPath(0);
            return true;
        }

        return type.Kind == GoKind.Map && GoType.String.AssignableTo(type.Key!) && target.AsMap is { } map && map.TryGet(name, out member);
    }

    /// <summary>Calls a method; false when it does not take these arguments, or fails with the message given.</summary>
    public static bool TryCall(GoMethod method, GoValue receiver, GoValue[] arguments, out GoValue member, out string? failure)
    {
        (member, failure) = (default, null);
        var function = method.Function;
        if (function.IsVariadic ? arguments.Length < function.FixedCount : arguments.Length != function.FixedCount)
        {
            return false;
        }

        try
        {
            member = function.Invoke(TemplateExecution.Detached(), [receiver, .. arguments], null).WithPath(0);
            return true;
        }
        catch (GoFunctionException error)
        {
            failure = error.Message;
        }
        catch (TemplateAbortException error)
        {
            failure = error.Message;
        }

        return false;
    }
}

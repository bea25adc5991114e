using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>Go's fmt: prints values by verb.</summary>
internal sealed partial class GoFormatter
{
    private const int MaxNesting = 1_000;

    /// <summary>Lists that hold each other twice print exponentially long; this ends them.</summary>
    private const int MaxCharacters = 16 << 20;

    private readonly StringBuilder _output = new();
    private FormatFlags _flags;
    private bool _erroring;
    private int _values;

    /// <summary>The value as %v prints it.</summary>
    public static string Print(GoValue value)
    {
        if (ReferenceEquals(value.Type, GoType.String))
        {
            return value.AsString;
        }

        var formatter = new GoFormatter();
        formatter.PrintArgument(value, 'v');
        return formatter._output.ToString();
    }

    /// <summary>fmt.Sprint: a space between operands when neither is a string.</summary>
    public static string Print(ReadOnlySpan<GoValue> values)
    {
        var formatter = new GoFormatter();
        var previousIsString = false;
        for (var i = 0; i < values.Length; i++)
        {
            var isString = values[i].Kind == GoKind.String;
            if (i > 0 && !isString && !previousIsString)
            {
                formatter._output.Append(' ');
            }

            formatter.PrintArgument(values[i], 'v');
            previousIsString = isString;
        }

        return formatter._output.ToString();
    }

    /// <summary>fmt.Sprintln: a space between all operands and a line feed.</summary>
    public static string PrintLine(ReadOnlySpan<GoValue> values)
    {
        var formatter = new GoFormatter();
        for (var i = 0; i < values.Length; i++)
        {
            formatter._output.Append(i > 0 ? " " : "");
            formatter.PrintArgument(values[i], 'v');
        }

        return formatter._output.Append('\n').ToString();
    }

    /// <summary>The value as the given verb prints it.</summary>
    public static string PrintVerb(GoValue value, char verb)
    {
        var formatter = new GoFormatter();
        formatter.PrintArgument(value, verb);
        return formatter._output.ToString();
    }

    private void PrintArgument(GoValue value, int verb)
    {
        value = value.Unwrap();
        if (!value.IsValid)
        {
            if (verb is 'T' or 'v')
            {
                Pad("<nil>");
            }
            else
            {
                BadVerb(default, verb);
            }

            return;
        }

        if (verb == 'T')
        {
            PrintText(value.Type!.Name, 's');
        }
        else if (verb == 'p')
        {
            PrintPointer(value, 'p');
        }
        else if (!PrintByMethod(value, verb))
        {
            PrintValue(value, verb, 0);
        }
    }

    private bool PrintByMethod(GoValue value, int verb)
    {
        if (_erroring || _flags.SharpV || verb is not ('v' or 's' or 'x' or 'X' or 'q'))
        {
            return false;
        }

        var method = value.Type!.TextMethod ?? (value.Kind == GoKind.Pointer ? value.Type.Element!.TextMethod : null);
        if (method is null)
        {
            return false;
        }

        if (value.Kind == GoKind.Pointer && value.Ref is null)
        {
            Pad("<nil>");
            return true;
        }

        var target = value.Type.TextMethod is null ? value.Dereference() : value;
        PrintString(method(target), verb, target);
        return true;
    }

    private void PrintValue(GoValue value, int verb, int depth)
    {
        if (depth > MaxNesting)
        {
            throw new GoFunctionException("value nests too deeply to print");
        }

        if ((++_values & 1023) == 0)
        {
            TemplateExecution.Current?.CancellationToken.ThrowIfCancellationRequested();
        }

        if (_output.Length > MaxCharacters)
        {
            throw new GoFunctionException("value is too large to print");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();

        if (value.HasSlot)
        {
            if (value.Type is null)
            {
                _output.Append(_flags.SharpV ? value.Slot!.Name + "(nil)" : "<nil>");
                return;
            }

            value = value.Unwrap();
        }

        if (depth > 0 && PrintByMethod(value, verb))
        {
            return;
        }

        switch (value.Kind)
        {
            case GoKind.Invalid:
                _output.Append("<nil>");
                break;
            case GoKind.Bool when verb is 't' or 'v':
                Pad(value.AsBool ? "true" : "false");
                break;
            case GoKind.Float32 or GoKind.Float64:
                PrintFloat(value, verb);
                break;
            case GoKind.Complex128:
                PrintComplex(value, verb);
                break;
            case GoKind.String:
                PrintString(value.AsString, verb, value);
                break;
            case GoKind.Map:
                PrintMap(value, verb, depth);
                break;
            case GoKind.Struct:
                PrintStruct(value, verb, depth);
                break;
            case GoKind.Array or GoKind.Slice:
                PrintList(value, verb, depth);
                break;
            case GoKind.Pointer when depth == 0 && value.Ref is not null
                && value.Type!.Element!.Kind is GoKind.Struct or GoKind.Map or GoKind.Slice or GoKind.Array:
                _output.Append('&');
                PrintValue(value.Dereference(), verb, depth + 1);
                break;
            case GoKind.Pointer or GoKind.Func:
                PrintPointer(value, verb);
                break;
            case GoKind.Bool:
                BadVerb(value, verb);
                break;
            default:
                PrintInteger(value, value.AsUint, value.Type!.IsSigned, verb);
                break;
        }
    }

    private void PrintMap(GoValue value, int verb, int depth)
    {
        if (_flags.SharpV)
        {
            _output.Append(value.Type!.Name);
            if (value.Ref is null)
            {
                _output.Append("(nil)");
                return;
            }
        }

        _output.Append(_flags.SharpV ? "{" : "map[");
        var first = true;
        foreach (var key in value.AsMap?.SortedKeys() ?? [])
        {
            _output.Append(first ? "" : _flags.SharpV ? ", " : " ");
            first = false;
            PrintValue(key, verb, depth + 1);
            _output.Append(':');
            _ = value.AsMap!.TryGet(key, out var item);
            PrintValue(item, verb, depth + 1);
        }

        _output.Append(_flags.SharpV ? '}' : ']');
    }

    private void PrintStruct(GoValue value, int verb, int depth)
    {
        _output.Append(_flags.SharpV ? value.Type!.Name : "").Append('{');
        var first = true;
        foreach (var field in value.Type!.Fields)
        {
            _output.Append(first ? "" : _flags.SharpV ? ", " : " ");
            first = false;
            if (_flags.PlusV || _flags.SharpV)
            {
                _output.Append(field.Name).Append(':');
            }

            PrintValue(field.Get(value.Ref!), verb, depth + 1);
        }

        _output.Append('}');
    }

    private void PrintList(GoValue value, int verb, int depth)
    {
        var items = value.AsList;
        var isBytes = value.Type!.Element!.Kind == GoKind.Uint8;
        if (isBytes && verb is 's' or 'q' or 'x' or 'X' && isBytes)
        {
            PrintString(GoText.FromUtf8(items.ToBytes()), verb, value);
            return;
        }

        if (_flags.SharpV)
        {
            // fmt prints a plain byte slice under its everyday name.
            _output.Append(ReferenceEquals(value.Type, GoType.Uint8.Slice) ? "[]byte" : value.Type.Name);
            if (value.Kind == GoKind.Slice && value.Ref is null)
            {
                _output.Append("(nil)");
                return;
            }
        }

        _output.Append(_flags.SharpV ? '{' : '[');
        for (var i = 0; i < items.Count; i++)
        {
            _output.Append(i == 0 ? "" : _flags.SharpV ? ", " : " ");
            PrintValue(items[i], verb, depth + 1);
        }

        _output.Append(_flags.SharpV ? '}' : ']');
    }

    private void PrintPointer(GoValue value, int verb)
    {
        if (value.Kind is not (GoKind.Pointer or GoKind.Map or GoKind.Slice or GoKind.Func))
        {
            BadVerb(value, verb);
            return;
        }

        // There are no addresses here. Numbers in the order of printing stand in, so that a template always prints the same.
        var address = value.Ref is null ? 0UL : 0xC000000000UL + (8 * (ulong)Identity(value.Ref));
        switch (verb)
        {
            case 'v' when _flags.SharpV:
                _output.Append('(').Append(value.Type!.Name).Append(")(");
                _output.Append(address == 0 ? "nil" : "0x" + address.ToString("x", CultureInfo.InvariantCulture)).Append(')');
                break;
            case 'v' when address == 0:
                Pad("<nil>");
                break;
            case 'v' or 'p':
                Pad((_flags.Sharp ? "" : "0x") + address.ToString("x", CultureInfo.InvariantCulture));
                break;
            case 'b' or 'o' or 'd' or 'x' or 'X':
                PrintInteger(value, address, false, verb);
                break;
            default:
                BadVerb(value, verb);
                break;
        }
    }

    private static int Identity(object target) =>
        TemplateExecution.Current?.Identity(target) ?? RuntimeHelpers.GetHashCode(target);

    private void BadVerb(GoValue value, int verb)
    {
        _erroring = true;
        _output.Append("%!").Append(new Rune(verb).ToString()).Append('(');
        if (value.IsValid)
        {
            _output.Append(value.Type!.Name).Append('=');
            var flags = _flags;
            PrintValue(value, 'v', 0);
            _flags = flags;
        }
        else
        {
            _output.Append("<nil>");
        }

        _output.Append(')');
        _erroring = false;
    }
}

using Warewulf.Templates.Execution;
using Warewulf.Templates.Parsing;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>How Sprig turns any value into a string, a number or a list.</summary>
internal static class Arguments
{
    /// <summary>Sprig's strval: byte slices are text, errors and Stringers by their method, all else as %v.</summary>
    public static string Text(GoValue value) => ReferenceEquals(value.Type, GoType.Uint8.Slice)
        ? GoText.FromUtf8(value.AsList.ToBytes())
        : GoFormatter.Print(value);

    /// <summary>Sprig's toInt64: strings with base 0, floats cut off, everything else 0.</summary>
    public static long Integer(GoValue value)
    {
        (value, var isNil) = FieldResolver.Indirect(value);
        if (isNil || value.Type is null)
        {
            return 0;
        }

        return value.Type switch
        {
            { Kind: GoKind.String } => GoNumberText.TryInt(value.AsString, 0, out var parsed) ? parsed : 0,
            { IsUnsigned: true } => value.AsUint > long.MaxValue ? long.MaxValue : value.AsInt,
            { IsSigned: true } or { Kind: GoKind.Bool } => value.AsInt,
            { IsFloat: true } => Truncate(value.AsFloat),
            _ => 0,
        };
    }

    /// <summary>True for what Sprig's default and empty take as nothing.</summary>
    public static bool IsEmpty(GoValue value) => value.Kind switch
    {
        // Only a fixed struct is never empty; the rest follows the template's own idea of truth.
        GoKind.Struct => false,
        _ => !Truth.Of(value),
    };

    /// <summary>The items of a slice or array, or Sprig's error that names the function.</summary>
    public static GoList List(GoValue value, string function) => value.Kind is GoKind.Slice or GoKind.Array
        ? value.AsList
        : throw new GoFunctionException(value.IsValid
            ? $"Cannot find {function} on type {KindName(value)}"
            : "reflect: call of reflect.Value.Type on zero Value");

    /// <summary>The kind as reflect prints it.</summary>
    public static string KindName(GoValue value) => value.Kind switch
    {
        GoKind.Pointer => "ptr",
        GoKind.Invalid => "invalid",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    public static GoValue Number(long value) => GoValue.Int64(value);

    private static long Truncate(double value) => double.IsNaN(value) || value is >= 9223372036854775808.0 or < -9223372036854775808.0
        ? long.MinValue
        : (long)value;
}

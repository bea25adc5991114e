using Warewulf.Templates.Execution;
using Warewulf.Templates.Parsing;
using Warewulf.Templates.Times;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>How Sprig turns any value into a string, a number or a list.</summary>
internal static class Arguments
{
    /// <summary>What Go says when a function asks nil for its type.</summary>
    public const string NilPointer = "runtime error: invalid memory address or nil pointer dereference";

    /// <summary>Sprig's strval: byte slices are text, errors and Stringers by their method, all else as %v.</summary>
    public static string Text(GoValue value) => ReferenceEquals(value.Type, GoType.Uint8.Slice)
        ? GoText.FromUtf8(value.AsList.ToBytes())
        : GoFormatter.Print(value);

    /// <summary>Sprig's toInt64: strings with base 0, floats cut off, everything else 0, named types but months and weekdays included.</summary>
    public static long Integer(GoValue value)
    {
        value = Basic(value);
        return value.Type switch
        {
            null => 0,
            { Kind: GoKind.String } => GoNumberText.TryInt(WithoutZeroDecimals(value.AsString), 0, out var parsed) ? parsed : 0,
            { IsUnsigned: true } or { IsSigned: true } or { Kind: GoKind.Bool } => value.AsInt,
            _ => Truncate(value.AsFloat),
        };
    }

    /// <summary>Sprig's toFloat64: strings as numbers, bools as 1 and 0, everything else 0, named types but months and weekdays included.</summary>
    public static double Float(GoValue value)
    {
        value = Basic(value);
        return value.Type switch
        {
            null => 0,
            { Kind: GoKind.String } => GoNumberText.TryFloat(value.AsString, out var parsed) ? parsed : 0,
            { IsUnsigned: true } => value.AsUint,
            { IsSigned: true } or { Kind: GoKind.Bool } => value.AsInt,
            _ => value.AsFloat,
        };
    }

    /// <summary>True for what Sprig's default and empty take as nothing: false, 0, nil and everything of length 0; a struct never.</summary>
    public static bool IsEmpty(GoValue value) => !Truth.Of(value);

    /// <summary>The items of a slice or array, or Sprig's error that names the function.</summary>
    public static GoList List(GoValue value, string function) => ListOr(value, $"Cannot find {function} on type ");

    /// <summary>The items of a slice or array, or the error made of a text and the kind.</summary>
    public static GoList ListOr(GoValue value, string problem) => value.Kind is GoKind.Slice or GoKind.Array
        ? value.AsList
        : throw new GoFunctionException(value.Type is null ? NilPointer : problem + KindName(value));

    /// <summary>The kind as reflect prints it.</summary>
    public static string KindName(GoValue value) => value.Kind switch
    {
        GoKind.Pointer => "ptr",
        GoKind.Invalid => "invalid",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    public static GoValue Number(long value) => GoValue.Int64(value);

    /// <summary>The value behind pointers when it is a number, a bool or a string of Go's own types, or a month or weekday; nil otherwise.</summary>
    private static GoValue Basic(GoValue value)
    {
        (value, var isNil) = FieldResolver.Indirect(value);
        var isBasic = value.Kind switch
        {
            GoKind.Bool => ReferenceEquals(value.Type, GoType.Bool),
            GoKind.String => ReferenceEquals(value.Type, GoType.String),
            GoKind.Uintptr => false,
            GoKind.Int when ReferenceEquals(value.Type, DurationTypes.Month) || ReferenceEquals(value.Type, DurationTypes.Weekday) => true,
            >= GoKind.Int and <= GoKind.Float64 => !value.Type!.Name.Contains('.', StringComparison.Ordinal),
            _ => false,
        };
        return isNil || !isBasic ? default : value;
    }

    /// <summary>Cuts the end off numbers such as 3.0 and 3.00.</summary>
    private static ReadOnlySpan<char> WithoutZeroDecimals(string text)
    {
        var rest = text.AsSpan().TrimEnd('0');
        return rest.EndsWith(".") && rest.Length < text.Length ? rest[..^1] : text;
    }

    private static long Truncate(double value) => double.IsNaN(value) || value is >= 9223372036854775808.0 or < -9223372036854775808.0
        ? long.MinValue
        : (long)value;
}

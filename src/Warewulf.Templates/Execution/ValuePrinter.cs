using System.Buffers.Text;
using System.Net;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Parsing.Syntax;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>Writes what an action prints. The usual kinds go into the output without a string in between.</summary>
internal static class ValuePrinter
{
    public static void Print(Interpreter interpreter, SyntaxNode node, in GoValue value)
    {
        var execution = interpreter.Execution;
        if (ReferenceEquals(value.Type, GoType.String))
        {
            execution.Write(value.AsString);
            return;
        }

        var printed = FieldResolver.Printable(value);
        if (!printed.IsValid)
        {
            execution.Write("<no value>"u8);
        }
        else if (printed is { Ref: IPAddress address } && ReferenceEquals(printed.Type, GoType.IP))
        {
            Span<byte> text = stackalloc byte[AddressText.MaxLength];
            execution.Write(text[..AddressText.Format(address, text)]);
        }
        else if (printed.Type is { IsSigned: true, TextMethod: null })
        {
            Span<byte> digits = stackalloc byte[20];
            _ = Utf8Formatter.TryFormat(printed.AsInt, digits, out var length);
            execution.Write(digits[..length]);
        }
        else if (ReferenceEquals(printed.Type, GoType.Bool))
        {
            execution.Write(printed.AsBool ? "true"u8 : "false"u8);
        }
        else if (printed.Kind == GoKind.Func)
        {
            throw interpreter.Fail($"can't print {node} of type {printed.Type}");
        }
        else
        {
            execution.Write(GoFormatter.Print(printed));
        }
    }
}

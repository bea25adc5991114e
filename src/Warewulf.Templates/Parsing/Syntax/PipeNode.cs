using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A pipeline: commands, each of which gets the value of the one before, and the variables that take the result.</summary>
internal sealed class PipeNode(int position, bool isAssignment, VariableSlot[] declarations, CommandNode[] commands) : Operand(position)
{
    public IReadOnlyList<VariableSlot> Declarations => declarations;

    public IReadOnlyList<CommandNode> Commands => commands;

    public GoValue Evaluate(Interpreter interpreter, in GoValue dot)
    {
        Interpreter.EnterNested();
        interpreter.At(this);
        var value = commands[0].Run(interpreter, dot, default, false);
        value = value.UnwrapAny();
        for (var i = 1; i < commands.Length; i++)
        {
            value = commands[i].Run(interpreter, dot, value, true);
            value = value.UnwrapAny();
        }

        foreach (var declaration in declarations)
        {
            declaration.Set(interpreter, value);
        }

        return value;
    }

    public override GoValue Run(Interpreter interpreter, in GoValue dot, in CallSite site)
    {
        interpreter.RefuseArguments(site, this);
        return Evaluate(interpreter, dot);
    }

    public override GoValue Argument(Interpreter interpreter, in GoValue dot, GoType? type)
    {
        interpreter.At(this);
        return Conversion.Validate(interpreter, Evaluate(interpreter, dot), type);
    }

    public override void Print(StringBuilder output)
    {
        for (var i = 0; i < declarations.Length; i++)
        {
            output.Append(i > 0 ? ", " : "").Append(declarations[i].Name);
        }

        if (declarations.Length > 0)
        {
            output.Append(isAssignment ? " = " : " := ");
        }

        for (var i = 0; i < commands.Length; i++)
        {
            output.Append(i > 0 ? " | " : "");
            commands[i].Print(output);
        }
    }
}

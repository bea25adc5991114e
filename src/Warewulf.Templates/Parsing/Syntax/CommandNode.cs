using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A command: an operand, or a function or method with its arguments.</summary>
internal sealed class CommandNode(int position, Operand[] words) : SyntaxNode(position)
{
    public IReadOnlyList<Operand> Words => words;

    public GoValue Run(Interpreter interpreter, in GoValue dot, in GoValue final, bool hasFinal) =>
        words[0].Run(interpreter, dot, new CallSite(this, words, final, hasFinal));

    public override void Print(StringBuilder output)
    {
        for (var i = 0; i < words.Length; i++)
        {
            output.Append(i > 0 ? " " : "");
            PrintWord(output, words[i]);
        }
    }

    internal static void PrintWord(StringBuilder output, Operand word)
    {
        if (word is PipeNode)
        {
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            output.Append('(');
            word.Print(output);
            output.Append(')');
        }
        else
        {
            word.Print(output);
        }
    }
}

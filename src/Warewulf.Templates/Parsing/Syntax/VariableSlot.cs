using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A variable that a pipeline sets: its name and its place in the frame.</summary>
/// <param name="name">The name with its dollar sign.</param>
/// <param name="slot">The place; -1 for an assignment to a variable that does not exist, which fails only when it runs.</param>
internal sealed class VariableSlot(string name, int slot)
{
    public string Name { get; } = name;

    public void Set(Interpreter interpreter, in GoValue value)
    {
        if (slot < 0)
        {
            throw interpreter.Fail("undefined variable: " + Name);
        }

        interpreter.Frame[slot] = value;
    }
}

using System.Runtime.CompilerServices;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Lexing;
using Warewulf.Templates.Parsing.Syntax;

namespace Warewulf.Templates.Parsing;

/// <content>Pipelines, commands and operands.</content>
internal sealed partial class TemplateParser
{
    private PipeNode ParsePipeline(string context, TokenKind end)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var start = _tokens.PeekNonSpace().Position;
        var names = new List<string>();
        var isAssignment = false;
        while (ParseDeclaration(context, names, ref isAssignment))
        {
        }

        // Go accepts a variable in the pipeline that sets it for the first time, and fails when that runs.
        _pending.AddRange(names);
        var commands = new List<CommandNode>();
        while (true)
        {
            var token = _tokens.NextNonSpace();
            if (token.Kind == end)
            {
                Check(commands, context);
                _pending.RemoveRange(_pending.Count - names.Count, names.Count);
                var slots = names.ConvertAll(n => Declare(n, isAssignment)).ToArray();
                return new PipeNode(start, isAssignment, slots, [.. commands]);
            }

            if (!StartsOperand(token.Kind))
            {
                throw Unexpected(token, context);
            }

            _tokens.Return(token);
            commands.Add(ParseCommand());
        }
    }

    private VariableSlot Declare(string name, bool isAssignment)
    {
        var known = isAssignment ? _variables.Find(name) : -1;
        if (known < 0)
        {
            var slot = _variables.Declare(name);
            known = isAssignment ? -1 : slot;
        }

        return new VariableSlot(name, known);
    }

    /// <summary>Reads one variable to be set; true when a second one, after a comma, is to be read.</summary>
    private bool ParseDeclaration(string context, List<string> names, ref bool isAssignment)
    {
        var variable = _tokens.PeekNonSpace();
        if (variable.Kind != TokenKind.Variable)
        {
            return false;
        }

        _tokens.NextNonSpace();
        var after = _tokens.Peek();
        var next = _tokens.PeekNonSpace();
        if (next.Kind is TokenKind.Assign or TokenKind.Declare)
        {
            isAssignment = next.Kind == TokenKind.Assign;
            _tokens.NextNonSpace();
            names.Add(variable.Value);
            return false;
        }

        if (next.Kind == TokenKind.Char && next.Is(','))
        {
            _tokens.NextNonSpace();
            names.Add(variable.Value);
            if (context != "range" || names.Count >= 2)
            {
                throw Error($"too many declarations in {context}");
            }

            return _tokens.PeekNonSpace().Kind is TokenKind.Variable or TokenKind.RightDelimiter or TokenKind.RightParen
                ? true
                : throw Error("range can only initialize variables");
        }

        if (after.Kind == TokenKind.Space)
        {
            _tokens.Return(after);
        }

        _tokens.Return(variable);
        return false;
    }

    private void Check(List<CommandNode> commands, string context)
    {
        if (commands.Count == 0)
        {
            throw Error("missing value for " + context);
        }

        for (var i = 1; i < commands.Count; i++)
        {
            if (commands[i].Words[0] is ConstantNode or DotNode or NilNode)
            {
                throw Error($"non executable command in pipeline stage {i + 1}");
            }
        }
    }

    private static bool StartsOperand(TokenKind kind) => kind is TokenKind.Bool or TokenKind.CharConstant or TokenKind.Complex or TokenKind.Dot
        or TokenKind.Field or TokenKind.Identifier or TokenKind.Number or TokenKind.Nil or TokenKind.RawString or TokenKind.String
        or TokenKind.Variable or TokenKind.LeftParen;

    private CommandNode ParseCommand()
    {
        var start = _tokens.PeekNonSpace().Position;
        var words = new List<Operand>();
        while (true)
        {
            _tokens.PeekNonSpace();
            if (ParseOperand() is { } operand)
            {
                words.Add(operand);
            }

            var token = _tokens.Next();
            if (token.Kind == TokenKind.Space)
            {
                continue;
            }

            if (token.Kind is TokenKind.RightDelimiter or TokenKind.RightParen)
            {
                _tokens.Return(token);
            }
            else if (token.Kind != TokenKind.Pipe)
            {
                throw Unexpected(token, "operand");
            }

            return words.Count > 0 ? new CommandNode(start, [.. words]) : throw Error("empty command");
        }
    }

    private Operand? ParseOperand()
    {
        var term = ParseTerm();
        if (term is null || _tokens.Peek().Kind != TokenKind.Field)
        {
            return term;
        }

        var position = _tokens.Peek().Position;
        var names = new List<string>();
        while (_tokens.Peek().Kind == TokenKind.Field)
        {
            names.Add(_tokens.Next().Value[1..]);
        }

        return term switch
        {
            FieldNode field => new FieldNode(position, [.. field.Names, .. names]),
            VariableNode variable => new VariableNode(position, variable.Name, variable.Slot, [.. names]),
            ConstantNode or NilNode or DotNode => throw Error($"unexpected . after term {GoQuote.Quote(term.ToString())}"),
            _ => new ChainNode(position, term, [.. names]),
        };
    }

    private Operand? ParseTerm()
    {
        var token = _tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                var function = _options.Functions.Find(token.Value) ?? FunctionSet.Builtins.Find(token.Value);
                return function is null
                    ? throw Error($"function {GoQuote.Quote(token.Value)} not defined")
                    : new IdentifierNode(token.Position, function);
            case TokenKind.Dot:
                return new DotNode(token.Position);
            case TokenKind.Nil:
                return new NilNode(token.Position);
            case TokenKind.Variable:
                var slot = _variables.Find(token.Value);
                return slot < 0 && !_pending.Contains(token.Value) && !_variables.IsKnown(token.Value)
                    ? throw Error($"undefined variable {GoQuote.Quote(token.Value)}")
                    : new VariableNode(token.Position, token.Value, slot, []);
            case TokenKind.Field:
                return new FieldNode(token.Position, [token.Value[1..]]);
            case TokenKind.Bool:
                return new BoolNode(token.Position, token.Value == "true");
            case TokenKind.CharConstant or TokenKind.Complex or TokenKind.Number:
                return GoNumber.Parse(token.Kind, token.Value, out var error) is { } number
                    ? new NumberNode(token.Position, number)
                    : throw Error(error);
            case TokenKind.String or TokenKind.RawString:
                return GoQuote.TryUnquote(token.Value, out var text)
                    ? new StringNode(token.Position, token.Value, text)
                    : throw Error("invalid syntax");
            case TokenKind.LeftParen:
                if (++_parentheses > MaxParentheses)
                {
                    throw Error("max expression depth exceeded");
                }

                var pipe = ParsePipeline("parenthesized pipeline", TokenKind.RightParen);
                _parentheses--;
                return pipe;
            default:
                _tokens.Return(token);
                return null;
        }
    }
}

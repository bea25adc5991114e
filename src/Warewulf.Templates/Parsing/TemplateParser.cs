using System.Runtime.CompilerServices;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Lexing;
using Warewulf.Templates.Parsing.Syntax;

namespace Warewulf.Templates.Parsing;

/// <summary>Builds the templates of one text by recursive descent. Functions are looked up and variables numbered here.</summary>
internal sealed partial class TemplateParser
{
    private const int MaxParentheses = 10_000;

    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _text;
    private readonly TemplateOptions _options;
    private readonly TokenReader _tokens;
    private readonly Dictionary<string, TemplateBody> _bodies = new(StringComparer.Ordinal);
    private readonly List<string> _pending = [];
    private VariableScope _variables = new();
    private int _rangeDepth;
    private int _parentheses;
    private int _actionLine;

    private TemplateParser(string name, ReadOnlyMemory<byte> text, TemplateOptions options)
    {
        _name = name;
        _text = text;
        _options = options;
        var left = options.LeftDelimiter.Length == 0 ? TemplateOptions.Default.LeftDelimiter : options.LeftDelimiter;
        var right = options.RightDelimiter.Length == 0 ? TemplateOptions.Default.RightDelimiter : options.RightDelimiter;
        _tokens = new TokenReader(new Lexer(text, left, right));
    }

    /// <summary>Parses a text into its templates: the main one under <paramref name="name"/>, and all that it defines.</summary>
    public static Dictionary<string, TemplateBody> Parse(string name, ReadOnlyMemory<byte> text, TemplateOptions options)
    {
        var parser = new TemplateParser(name, text, options);
        try
        {
            parser.ParseFile();
        }
        catch (InsufficientExecutionStackException)
        {
            throw parser.Error("max expression depth exceeded");
        }

        return parser._bodies;
    }

    private void ParseFile()
    {
        var items = new List<Statement>();
        while (_tokens.Peek().Kind != TokenKind.EndOfFile)
        {
            if (_tokens.Peek().Kind == TokenKind.LeftDelimiter)
            {
                var delimiter = _tokens.Next();
                var word = _tokens.NextNonSpace();
                if (word.Kind == TokenKind.Define)
                {
                    ParseDefinition();
                    continue;
                }

                _tokens.Return(word);
                _tokens.Return(delimiter);
            }

            var item = ParseItem();
            if (item is EndNode)
            {
                throw Error($"unexpected {item}");
            }

            items.Add(item);
        }

        Add(_name, new ListNode(0, [.. items]), _variables);
    }

    private void ParseDefinition()
    {
        const string Context = "define clause";
        var name = ParseName(_tokens.NextNonSpace(), Context);
        Expect(TokenKind.RightDelimiter, Context);
        ParseNamedBody(name, Context, null);
    }

    /// <summary>Reads a body up to its end. An else is reported at the place given, or at its own.</summary>
    private void ParseNamedBody(string name, string context, (int Line, int Position)? placeOfElse)
    {
        var (outerVariables, outerDepth) = (_variables, _rangeDepth);
        (_variables, _rangeDepth, _actionLine) = (new VariableScope(), 0, 0);
        var (body, end) = ParseList();
        if (end.IsElse)
        {
            throw Error($"unexpected {end} in {context}", placeOfElse);
        }

        Add(name, body, _variables);
        (_variables, _rangeDepth) = (outerVariables, outerDepth);
    }

    private void Add(string name, ListNode body, VariableScope variables)
    {
        if (_bodies.TryGetValue(name, out var known) && !known.Root.IsEmpty)
        {
            if (!body.IsEmpty)
            {
                throw Error($"template: multiple definition of template {GoQuote.Quote(name)}");
            }

            return;
        }

        _bodies[name] = new TemplateBody(name, _name, _text, body, variables.SlotCount);
    }

    private (ListNode List, EndNode End) ParseList()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var start = _tokens.PeekNonSpace().Position;
        var items = new List<Statement>();
        while (_tokens.PeekNonSpace().Kind != TokenKind.EndOfFile)
        {
            var item = ParseItem();
            if (item is EndNode end)
            {
                return (new ListNode(start, [.. items]), end);
            }

            items.Add(item);
        }

        throw Error("unexpected EOF");
    }

    private Statement ParseItem()
    {
        var token = _tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new TextNode(token.Position, token.Bytes);
            case TokenKind.LeftDelimiter:
                _actionLine = token.Line;
                var action = ParseAction();
                _actionLine = 0;
                return action;
            default:
                throw Unexpected(token, "input");
        }
    }

    private Statement ParseAction()
    {
        var token = _tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Block:
                return ParseBlock();
            case TokenKind.Break:
                return ParseJump(token, Flow.Break, "{{break}}");
            case TokenKind.Continue:
                return ParseJump(token, Flow.Continue, "{{continue}}");
            case TokenKind.Else:
                return ParseElse();
            case TokenKind.End:
                return new EndNode(Expect(TokenKind.RightDelimiter, "end").Position, false);
            case TokenKind.If or TokenKind.Range or TokenKind.With:
                return ParseBranch(token.Kind);
            case TokenKind.Template:
                return ParseTemplateCall();
        }

        _tokens.Return(token);
        return new ActionNode(token.Position, ParsePipeline("command", TokenKind.RightDelimiter));
    }

    private JumpNode ParseJump(Token token, Flow flow, string context)
    {
        var next = _tokens.NextNonSpace();
        if (next.Kind != TokenKind.RightDelimiter)
        {
            throw Unexpected(next, context);
        }

        return _rangeDepth > 0 ? new JumpNode(token.Position, flow) : throw Error($"{context} outside {{{{range}}}}");
    }

    private EndNode ParseElse()
    {
        // The if of "else if" is left for the branch that this closes.
        var token = _tokens.PeekNonSpace();
        if (token.Kind is not (TokenKind.If or TokenKind.With))
        {
            token = Expect(TokenKind.RightDelimiter, "else");
        }

        return new EndNode(token.Position, true);
    }

    private BranchNode ParseBranch(TokenKind kind)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var context = kind switch { TokenKind.If => "if", TokenKind.With => "with", _ => "range" };
        var mark = _variables.Mark();
        var pipe = ParsePipeline(context, TokenKind.RightDelimiter);
        var inside = _variables.Mark();
        _rangeDepth += kind == TokenKind.Range ? 1 : 0;
        var (body, end) = ParseList();
        _rangeDepth -= kind == TokenKind.Range ? 1 : 0;
        ListNode? elseBody = null;
        if (end.IsElse)
        {
            _variables.Skip(inside);
            var next = _tokens.Peek();
            if (next.Kind == kind && kind != TokenKind.Range)
            {
                _tokens.Next();
                elseBody = new ListNode(next.Position, [ParseBranch(kind)]);
            }
            else
            {
                (elseBody, end) = ParseList();
                if (end.IsElse)
                {
                    throw Error($"expected end; found {end}");
                }
            }
        }

        _variables.Release(mark);
        var position = pipe.Position;
        return kind switch
        {
            TokenKind.If => new IfNode(position, pipe, body, elseBody),
            TokenKind.With => new WithNode(position, pipe, body, elseBody),
            _ => new RangeNode(position, pipe, body, elseBody),
        };
    }

    private TemplateNode ParseBlock()
    {
        const string Context = "block clause";
        var token = _tokens.NextNonSpace();
        var name = ParseName(token, Context);
        var pipe = ParsePipeline(Context, TokenKind.RightDelimiter);
        ParseNamedBody(name, Context, (_tokens.Line, _tokens.Position));
        return new TemplateNode(token.Position, name, pipe);
    }

    private TemplateNode ParseTemplateCall()
    {
        const string Context = "template clause";
        var token = _tokens.NextNonSpace();
        var name = ParseName(token, Context);
        var next = _tokens.NextNonSpace();
        if (next.Kind == TokenKind.RightDelimiter)
        {
            return new TemplateNode(token.Position, name, null);
        }

        _tokens.Return(next);
        return new TemplateNode(token.Position, name, ParsePipeline(Context, TokenKind.RightDelimiter));
    }

    private string ParseName(Token token, string context)
    {
        if (token.Kind is not (TokenKind.String or TokenKind.RawString))
        {
            throw Unexpected(token, context);
        }

        return GoQuote.TryUnquote(token.Value, out var name) ? name : throw Error("invalid syntax");
    }

    private Token Expect(TokenKind kind, string context)
    {
        var token = _tokens.NextNonSpace();
        return token.Kind == kind ? token : throw Unexpected(token, context);
    }

    private TemplateException Unexpected(Token token, string context)
    {
        if (token.Kind != TokenKind.Error)
        {
            return Error($"unexpected {token} in {context}");
        }

        var place = "";
        if (_actionLine != 0 && _actionLine != token.Line)
        {
            place = $" in action started at {_name}:{_actionLine}";
            place = token.Value.EndsWith(" action", StringComparison.Ordinal) ? place[" in action".Length..] : place;
        }

        return Error(token.Value + place);
    }

    private TemplateException Error(string message, (int Line, int Position)? at = null)
    {
        var (line, position) = at ?? (_tokens.Line, _tokens.Position);
        return new(TemplateErrorKind.Parse, $"template: {_name}:{line}: {message}", new SourcePlace(_name, _text, position), -1, message);
    }
}

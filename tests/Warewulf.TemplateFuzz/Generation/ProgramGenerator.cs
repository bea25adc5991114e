using System.Text;
using Warewulf.Templates;

namespace Warewulf.TemplateFuzz.Generation;

/// <summary>Writes templates by the grammar of the language, wrong ones among them.</summary>
public sealed class ProgramGenerator
{
    private static readonly string[] Chunks = ["", "a", " ", "\n", "  \n\t", "text ", "é☃", "}", "{", "{ {", "\r\n", "-", "a\0b", "%", "\\", "\"", "\uDCFF", "/*", " x\n"];
    private static readonly Sort[] Sorts = Enum.GetValues<Sort>();

    private readonly Dice _dice;
    private readonly ExpressionGenerator _expressions;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _definitions = new();
    private int _variables;
    private int _ranges;
    private int _templates;

    private ProgramGenerator(Dice dice)
    {
        _dice = dice;
        _expressions = new ExpressionGenerator(dice);
    }

    /// <summary>The program of a seed.</summary>
    public static TemplateProgram Make(ulong seed)
    {
        var dice = new Dice(seed);
        var generator = new ProgramGenerator(dice);
        generator.List(dice.Pick([1, 1, 2, 2, 3]), 2 + dice.Next(2));
        var text = generator._text.Append(generator._definitions).ToString();
        if (dice.Percent(12))
        {
            text = Mutator.Change(dice, text);
        }

        var missing = dice.Percent(88) ? MissingKey.Default : dice.Percent(50) ? MissingKey.Zero : MissingKey.Error;
        var program = new TemplateProgram(text, SampleData.Root(dice)) { MissingKey = missing };
        if (!dice.Percent(5))
        {
            return program;
        }

        var (left, right) = dice.Pick([("<<", ">>"), ("[[", "]]"), ("{", "}"), ("|", "|"), ("<!--", "-->"), ("$", "$"), ("é", "☃"), ("{{", "-}}"), ("", "}}}")]);
        return program with { Left = left, Right = right, Text = left.Length == 0 ? text : text.Replace("{{", left, StringComparison.Ordinal).Replace("}}", right, StringComparison.Ordinal) };
    }

    private void List(int count, int depth)
    {
        for (var i = 0; i < count; i++)
        {
            if (_dice.Percent(40))
            {
                _text.Append(_dice.Pick(Chunks));
            }

            Statement(depth);
        }

        if (_dice.Percent(30))
        {
            _text.Append(_dice.Pick(Chunks));
        }
    }

    private void Statement(int depth)
    {
        switch (_dice.Next(24))
        {
            case 0 when depth > 0:
                Block($"if {Condition(depth)}", depth, elseIf: true);
                break;
            case 1 or 2 when depth > 0:
                Range(depth);
                break;
            case 3 when depth > 0:
                Block($"with {Declared(depth)}", depth, elseIf: false);
                break;
            case 4 when depth > 0:
                Define(depth);
                break;
            case 5 or 6:
                Variable(depth);
                break;
            case 7:
                _text.Append(_dice.Pick(["{{/* c */}}", "{{- /* c\n */ -}}", "{{/**/}}", "{{/* */ }}", "{{ /* c */}}", "{{/* {{.s}} */}}", "{{- /*x*/}}"]));
                break;
            case 8 when _ranges > 0 || _dice.Percent(10):
                Action(_dice.Pick(["break", "continue"]));
                break;
            case 9 when _dice.Percent(15):
                _text.Append(_dice.Pick(["{{end}}", "{{else}}", "{{}}", "{{", "}}", "{{if}}", "{{range}}", "{{template}}", "{{.s", "{{\"a}}", "{{'a}}", "{{(.s}}", "{{.s)}}", "{{$}}", "{{$x}}", "{{,}}", "{{a b}}", "{{-}}", "{{- -}}", "{{-3}}"]));
                break;
            default:
                Action(_expressions.Pipeline(_dice.Pick(Sorts), 3));
                break;
        }
    }

    private void Action(string inside)
    {
        _text.Append("{{").Append(_dice.Percent(12) ? "- " : _dice.Percent(10) ? " " : "").Append(inside);
        _text.Append(_dice.Percent(12) ? " -" : _dice.Percent(10) ? _expressions.Space : "").Append("}}");
    }

    private void Block(string head, int depth, bool elseIf)
    {
        var mark = _expressions.Variables.Count;
        Declare(head);
        Action(head);
        List(1 + _dice.Next(2), depth - 1);
        if (elseIf && _dice.Percent(25))
        {
            Action($"else if {_expressions.Pipeline(Sort.Bool, 1)}");
            List(1, depth - 1);
        }

        if (_dice.Percent(40))
        {
            Action("else");
            List(1, depth - 1);
        }

        Action("end");
        _expressions.Variables.RemoveRange(mark, _expressions.Variables.Count - mark);
    }

    private string Condition(int depth) => _dice.Percent(80) ? _expressions.Pipeline(_dice.Pick(Sorts), depth) : Declared(depth);

    private string Declared(int depth) =>
        (_dice.Percent(40) ? $"{NewVariable()} := " : "") + _expressions.Pipeline(_dice.Pick(Sorts), depth);

    private void Range(int depth)
    {
        var sort = _dice.Pick([Sort.List, Sort.List, Sort.List, Sort.Dict, Sort.Map, Sort.Any]);
        var head = _dice.Next(4) switch
        {
            0 => $"range {NewVariable()} := ",
            1 or 2 => $"range {NewVariable()}, {NewVariable()} := ",
            _ => "range ",
        };
        _ranges++;
        Block(head + _expressions.Pipeline(sort, 2), depth, elseIf: false);
        _ranges--;
    }

    private void Variable(int depth)
    {
        if (_expressions.Variables.Count > 0 && _dice.Percent(40))
        {
            var (name, sort) = _dice.Pick(_expressions.Variables);
            Action($"{name} = {_expressions.Pipeline(sort, depth)}");
            return;
        }

        var made = _dice.Pick(Sorts);
        var variable = NewVariable();
        Action($"{variable} := {_expressions.Pipeline(made, depth)}");
        _expressions.Variables.Add((variable, made));
    }

    private void Define(int depth)
    {
        var name = "T" + _templates++;
        var isBlock = _dice.Percent(30);
        var argument = _expressions.Pipeline(Sort.Any, 1);
        var caller = "";
        if (isBlock)
        {
            Action($"block \"{name}\" {argument}");
        }
        else
        {
            Action($"template {_dice.Pick([$"\"{name}\"", $"`{name}`", $"\"{name}\"", "\"none\""])}{(_dice.Percent(90) ? " " + argument : "")}");
            caller = _text.ToString();
            _text.Clear();
            Action($"define \"{name}\"");
        }

        var visible = _expressions.Variables.ToList();
        var ranges = _ranges;
        _expressions.Variables.Clear();
        _ranges = 0;
        List(1 + _dice.Next(2), depth - 1);
        _ranges = ranges;
        _expressions.Variables.Clear();
        _expressions.Variables.AddRange(visible);
        Action("end");
        if (!isBlock)
        {
            // Definitions stand at the top level only.
            _definitions.Append(_text);
            _text.Clear().Append(caller);
        }
    }

    private string NewVariable() => "$v" + _variables++;

    // What the head of a block declares can be seen inside of it.
    private void Declare(string head)
    {
        var end = head.IndexOf(" :=", StringComparison.Ordinal);
        if (end > 0)
        {
            foreach (var word in head[..end].Split([' ', ',']).Where(w => w.StartsWith('$')))
            {
                _expressions.Variables.Add((word, Sort.Any));
            }
        }
    }
}

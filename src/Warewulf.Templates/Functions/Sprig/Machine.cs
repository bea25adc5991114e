using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's looks at the machine: environment variables and host names, both as the caller shows them.</summary>
internal static class Machine
{
    private const string SpecialNames = "*#$@!?-0123456789";

    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create("env", GoType.String, [GoType.String], static (e, a) => GoValue.String(Variable(e, a[0].AsString))),
        GoFunction.Create("expandenv", GoType.String, [GoType.String], static (e, a) => GoValue.String(Expand(e, a[0].AsString))),
        GoFunction.Create("getHostByName", GoType.String, [GoType.String], static (e, a) => Host(e, a[0].AsString)),
    ];

    private static string Variable(TemplateExecution execution, string name) => execution.Surroundings.Environment?.Invoke(name) ?? "";

    /// <summary>Replaces $name and ${name}, as os.ExpandEnv does.</summary>
    private static string Expand(TemplateExecution execution, string text)
    {
        var output = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                output.Append(text[i]);
                continue;
            }

            var (name, length) = Name(text.AsSpan(i + 1));
            if (name.Length > 0)
            {
                output.Append(Variable(execution, name));
                execution.CheckSize(output.Length);
            }
            else if (length == 0)
            {
                output.Append('$');
            }

            i += length;
        }

        return output.ToString();
    }

    /// <summary>The name after a dollar sign and how much text it takes; a broken one with braces takes text and has no name.</summary>
    private static (string Name, int Length) Name(ReadOnlySpan<char> text)
    {
        if (text[0] != '{')
        {
            if (SpecialNames.Contains(text[0], StringComparison.Ordinal))
            {
                return (text[0].ToString(), 1);
            }

            var length = 0;
            while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
            {
                length++;
            }

            return (text[..length].ToString(), length);
        }

        if (text.Length > 2 && SpecialNames.Contains(text[1], StringComparison.Ordinal) && text[2] == '}')
        {
            return (text[1].ToString(), 3);
        }

        var close = text.IndexOf('}');
        return close < 0 ? ("", 1) : (text[1..close].ToString(), close + 1);
    }

    private static GoValue Host(TemplateExecution execution, string name)
    {
        if (execution.Surroundings.ResolveHost is not { } resolve)
        {
            throw new GoFunctionException("host names are not known: no resolver was supplied");
        }

        var addresses = resolve(name);
        return addresses.Count switch
        {
            0 => throw new GoFunctionException("invalid argument to Intn"),
            1 => GoValue.String(addresses[0]),
            var count => GoValue.String(addresses[(int)execution.Surroundings.NextRandom(count)]),
        };
    }
}

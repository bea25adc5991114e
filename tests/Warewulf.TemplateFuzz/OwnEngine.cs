using System.Buffers;
using System.Text.Json;
using Warewulf.Templates;
using Warewulf.Templates.Values;
using Warewulf.TestKit.Cases;

namespace Warewulf.TemplateFuzz;

/// <summary>Runs programs in the engine under test.</summary>
public static class OwnEngine
{
    public static TemplateAnswer Run(TemplateProgram program)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            var options = new TemplateOptions
            {
                MissingKey = program.MissingKey,
                LeftDelimiter = program.Left,
                RightDelimiter = program.Right,
                Surroundings = CaseRunner.Surroundings,
                MaxSteps = 200_000,
                MaxOutputBytes = 1 << 20,
            };
            var template = GoTemplate.Parse("t", GoText.ToUtf8(program.Text), options);
            using var data = JsonDocument.Parse(program.Data);
            template.Render(CaseData.Read(data.RootElement), output);
            return new TemplateAnswer(output.WrittenSpan.ToArray(), "", "");
        }
        catch (TemplateException error)
        {
            return new TemplateAnswer(output.WrittenSpan.ToArray(), error.Kind == TemplateErrorKind.Parse ? "parse" : "exec", error.Message);
        }
        catch (Exception problem)
        {
            return new TemplateAnswer(output.WrittenSpan.ToArray(), "exception", problem.ToString());
        }
    }
}

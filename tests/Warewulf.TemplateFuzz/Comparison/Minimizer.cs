using System.Text.RegularExpressions;

namespace Warewulf.TemplateFuzz.Comparison;

/// <summary>Takes away of a program what its difference does not need.</summary>
public sealed partial class Minimizer(Comparer comparer)
{
    private const int MostQuestions = 400;

    public Difference Minimize(Difference difference)
    {
        var questions = 0;
        var shrunk = true;
        while (shrunk && questions < MostQuestions)
        {
            shrunk = false;
            var pieces = Piece().Matches(difference.Program.Text).Select(m => m.Value).ToList();
            for (var size = Math.Max(1, pieces.Count / 2); size > 0 && questions < MostQuestions; size /= 2)
            {
                for (var at = 0; at + size <= pieces.Count && questions < MostQuestions;)
                {
                    var rest = string.Concat(pieces.Where((_, i) => i < at || i >= at + size));
                    questions++;
                    if (comparer.Compare(difference.Program with { Text = rest }) is { } smaller && smaller.Class == difference.Class)
                    {
                        difference = smaller;
                        pieces.RemoveRange(at, size);
                        shrunk = true;
                    }
                    else
                    {
                        at++;
                    }
                }
            }
        }

        return difference;
    }

    [GeneratedRegex(@"\{\{(- )?|( -)?\}\}|""(?:[^""\\\n]|\\.)*""|`[^`]*`|\s+|[$.]?\w+|.", RegexOptions.Singleline)]
    private static partial Regex Piece();
}

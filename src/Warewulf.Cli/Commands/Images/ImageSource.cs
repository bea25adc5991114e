using Warewulf.Core;
using Warewulf.Core.Images;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Images;

/// <summary>Which of the words of <c>image import</c> is the source, and what the image is called.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Source">An absolute path, or an address such as <c>docker://rocky:9</c>.</param>
internal sealed record ImageSource(ImageName Name, string Source)
{
    /// <summary>
    /// Reads <c>SOURCE</c>, <c>SOURCE NAME</c> or <c>NAME SOURCE</c>. The source is the word with a slash, which no name has, or with the name of a transport; when
    /// neither has one, it is the word that is a file or directory here.
    /// </summary>
    /// <param name="words">The words.</param>
    /// <param name="directory">Where relative paths start.</param>
    /// <exception cref="WarewulfException">The words can be read in two ways, or in none.</exception>
    public static ImageSource Parse(IReadOnlyList<string> words, string directory)
    {
        switch (words)
        {
            case [var only]:
                var source = Locate(only, directory);
                return new ImageSource(ImageName.Parse(source.DefaultName), source.ToString());
            case [var first, var second]:
                return IsSourceFirst(first, second, directory)
                    ? new ImageSource(ImageName.Parse(second), Locate(first, directory).ToString())
                    : new ImageSource(ImageName.Parse(first), Locate(second, directory).ToString());
            case []:
                throw WarewulfException.Invalid("No source is named: write 'wwctl image import NAME /path/to/rootfs'.");
            default:
                throw WarewulfException.Invalid($"Too many words: write 'wwctl image import NAME SOURCE', not '{Names.Printable(words[2])}' as well.");
        }
    }

    private static bool IsSourceFirst(string first, string second, string directory)
    {
        var slashes = (IsPlainlySource(first), IsPlainlySource(second));
        if (slashes.Item1 != slashes.Item2)
        {
            return slashes.Item1;
        }

        if (slashes.Item1)
        {
            throw WarewulfException.Invalid(
                $"Both '{Names.Printable(first)}' and '{Names.Printable(second)}' look like a source, and neither can be a name: write 'wwctl image import NAME SOURCE'.");
        }

        return (Exists(first, directory), Exists(second, directory)) switch
        {
            (true, false) => true,
            (false, true) => false,
            (true, true) => throw WarewulfException.Invalid(
                $"Both '{Names.Printable(first)}' and '{Names.Printable(second)}' exist here: write the source with a slash, as in 'wwctl image import {first} ./{second}'."),
            _ => throw WarewulfException.Invalid(
                $"Neither '{Names.Printable(first)}' nor '{Names.Printable(second)}' is a file or directory here: write the source as an absolute path, as in 'wwctl image import {first} /path/to/{second}'."),
        };
    }

    private static bool IsPlainlySource(string word) => word.Contains('/', StringComparison.Ordinal) || ImageAddress.HasScheme(word);

    private static bool Exists(string path, string directory) => Path.Exists(Path.GetFullPath(path, directory));

    private static ImageAddress Locate(string text, string directory) => ImageAddress.Parse(text).From(directory);
}

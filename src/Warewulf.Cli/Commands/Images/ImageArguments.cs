using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Images;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Images;

/// <summary>The images that a verb is about. Completion knows them by the names of the arguments.</summary>
internal static class ImageArguments
{
    /// <summary>One image.</summary>
    public static Argument<string[]> One(string description) => new("IMAGE") { Arity = ArgumentArity.ZeroOrMore, Description = description };

    /// <summary>An image, and the name of another that is still to be.</summary>
    public static Argument<string[]> Two(string description) => new("IMAGE NEW") { Arity = ArgumentArity.ZeroOrMore, Description = description };

    /// <summary>The one image that was named.</summary>
    /// <exception cref="WarewulfException">None was, or several, or it is no name.</exception>
    public static ImageName ReadOne(Invocation invocation, Argument<string[]> argument, string example) =>
        invocation.Get(argument) is [var text] ? ImageName.Parse(text) : throw WarewulfException.Invalid($"Name one image: write '{example}'.");

    /// <summary>The image and the new name.</summary>
    /// <exception cref="WarewulfException">There are not two words, or one is no name.</exception>
    public static (ImageName Image, ImageName New) ReadTwo(Invocation invocation, Argument<string[]> argument, string example) => invocation.Get(argument) switch
    {
        [var image, var name] => (ImageName.Parse(image), ImageName.Parse(name)),
        [_, _, var more, ..] => throw WarewulfException.Invalid($"Too many words: write '{example}', not '{Names.Printable(more)}' as well."),
        _ => throw WarewulfException.Invalid($"Name an image and what is to become of it: write '{example}'."),
    };

    /// <summary>The images that were named, which may be written with commas.</summary>
    public static IReadOnlyList<string> ReadMany(Invocation invocation, Argument<string[]> argument) =>
        [.. invocation.Get(argument).SelectMany(words => words.Split(',')).Select(word => ImageName.Parse(word).ToString())];
}

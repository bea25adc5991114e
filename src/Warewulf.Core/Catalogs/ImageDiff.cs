using System.Globalization;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>Compares two states of an image by what means something to an admin.</summary>
internal static class ImageDiff
{
    private const string Unset = "<unset>";

    /// <summary>What differs, sorted by path. An image that is not there has nothing set.</summary>
    public static IReadOnlyList<FieldChange> Between(ImageConfig? before, ImageConfig? after)
    {
        var (old, now) = (Fields(before), Fields(after));
        return
        [
            .. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
                .Select(path => new FieldChange(path, old.GetValueOrDefault(path, Unset), now.GetValueOrDefault(path, Unset)))
                .Where(change => change.Before != change.After),
        ];
    }

    private static Dictionary<string, string> Fields(ImageConfig? image)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (image is null)
        {
            return fields;
        }

        fields["source"] = $"\"{image.Source}\"";
        fields["imported"] = Moment(image.ImportedAt);
        if (image.Build is { } build)
        {
            fields["build"] = Number(build.Generation);
            fields["build.time"] = Moment(build.BuiltAt);
            fields["build.archive"] = build.Archive.Digest.ToString();
            fields["build.kernels"] = $"[{string.Join(", ", build.Kernels.Select(kernel => kernel.Path))}]";
        }

        if (image.Generations.Any())
        {
            fields["generations"] = $"[{string.Join(", ", image.Generations.Select(kept => Number(kept.Generation)))}]";
        }

        return fields;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

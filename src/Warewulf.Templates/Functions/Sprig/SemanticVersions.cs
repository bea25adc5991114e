using Warewulf.Templates.Values;
using Warewulf.Templates.Versions;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's semantic versions.</summary>
internal static class SemanticVersions
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create("semver", VersionTypes.Version.Pointer, [GoType.String], static (_, a) => VersionTypes.Pointer(SemanticVersion.Parse(a[0].AsString))),
        GoFunction.Create("semverCompare", GoType.Bool, [GoType.String, GoType.String], static (_, a) => Compare(a[0].AsString, a[1].AsString)),
    ];

    private static GoValue Compare(string constraint, string version)
    {
        var constraints = VersionConstraints.Parse(constraint);
        return GoValue.Bool(constraints.Allow(SemanticVersion.Parse(version)));
    }
}

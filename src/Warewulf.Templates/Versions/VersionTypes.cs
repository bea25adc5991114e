using Warewulf.Templates.Values;

namespace Warewulf.Templates.Versions;

/// <summary>The Go type of a semantic version.</summary>
internal static class VersionTypes
{
    public static GoType Version { get; } = Declare();

    public static GoValue Pointer(SemanticVersion version) => GoValue.Pointer(Version, version);

    private static GoType Declare()
    {
        var type = GoType.Struct<SemanticVersion>("semver.Version", t => t
            .Field("major", GoType.Uint64, static v => Number(v.Major))
            .Field("minor", GoType.Uint64, static v => Number(v.Minor))
            .Field("patch", GoType.Uint64, static v => Number(v.Patch))
            .Field("pre", static v => v.Prerelease)
            .Field("metadata", static v => v.Metadata)
            .Field("original", static v => v.Original)
            .String(static v => v.ToString())
            .Method("Original", GoType.String, static v => GoValue.String(v.Original))
            .Method("Major", GoType.Uint64, static v => Number(v.Major))
            .Method("Minor", GoType.Uint64, static v => Number(v.Minor))
            .Method("Patch", GoType.Uint64, static v => Number(v.Patch))
            .Method("Prerelease", GoType.String, static v => GoValue.String(v.Prerelease))
            .Method("Metadata", GoType.String, static v => GoValue.String(v.Metadata))
            .Method("IncPatch", t.Type, v => GoValue.Struct(t.Type, v.NextPatch()))
            .Method("IncMinor", t.Type, v => GoValue.Struct(t.Type, v.NextMinor()))
            .Method("IncMajor", t.Type, v => GoValue.Struct(t.Type, v.NextMajor()))
            .Method("MarshalJSON", GoType.Uint8.Slice, static v => GoValue.Sequence(GoType.Uint8.Slice, GoList.Bytes(GoText.ToUtf8($"\"{v}\""))))
            .Method("MarshalText", GoType.Uint8.Slice, static v => GoValue.Sequence(GoType.Uint8.Slice, GoList.Bytes(GoText.ToUtf8(v.ToString()))))
            .Method("Value", GoType.Any, static v => GoValue.String(v.ToString())));
        type.AddMethods(
            GoFunction.Create("SetPrerelease", type, [GoType.String], (_, a) => GoValue.Struct(type, SetPrerelease(Of(a[0]), a[1].AsString))),
            GoFunction.Create("SetMetadata", type, [GoType.String], (_, a) => GoValue.Struct(type, SetMetadata(Of(a[0]), a[1].AsString))),
            GoFunction.Create("Compare", GoType.Int, [type.Pointer], static (_, a) => GoValue.Int(Of(a[0]).CompareTo(Of(a[1])))),
            Comparison("LessThan", static order => order < 0),
            Comparison("LessThanEqual", static order => order <= 0),
            Comparison("GreaterThan", static order => order > 0),
            Comparison("GreaterThanEqual", static order => order >= 0),
            Comparison("Equal", static order => order == 0));
        type.JsonMethod = static v => $"\"{v.Ref}\"";
        return type;

        GoFunction Comparison(string name, Func<int, bool> holds) => GoFunction.Create(
            name, GoType.Bool, [type.Pointer], (_, a) => GoValue.Bool(holds(Of(a[0]).CompareTo(Of(a[1])))));
    }

    private static SemanticVersion Of(GoValue value) =>
        (SemanticVersion?)value.Ref ?? throw new GoFunctionException("runtime error: invalid memory address or nil pointer dereference");

    private static SemanticVersion SetPrerelease(SemanticVersion version, string prerelease)
    {
        SemanticVersion.CheckPrerelease(prerelease);
        return version.Retitled(prerelease, version.Metadata);
    }

    private static SemanticVersion SetMetadata(SemanticVersion version, string metadata)
    {
        SemanticVersion.CheckMetadata(metadata);
        return version.Retitled(version.Prerelease, metadata);
    }

    private static GoValue Number(ulong value) => GoValue.Integer(GoType.Uint64, (long)value);
}

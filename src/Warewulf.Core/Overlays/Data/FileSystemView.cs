using Warewulf.Core.Nodes;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>A file system as templates see it.</summary>
internal sealed class FileSystemView(string device, FileSystemConfig config)
{
    /// <summary>The file system's Go type.</summary>
    internal static GoType Type { get; } = GoType.Struct<FileSystemView>("node.FileSystem", static t => t
        .Field("Format", v => v.Config.Format)
        .Field("Path", v => v.Config.Path)
        .Field("WipeFileSystemP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.Config.WipeFileSystem))
        .Field("Label", v => v.Config.Label)
        .Field("Uuid", v => v.Config.Uuid)
        .Field("Options", GoType.StringList, v => GoValue.Strings(v.Config.Options))
        .Field("MountOptions", v => v.Config.MountOptions)
        .Method("Id", GoType.String, v => GoValue.String(v.Device))
        .Method("WipeFileSystem", GoType.Bool, v => GoValue.Bool(v.Config.WipeFileSystem ?? false)));

    private string Device { get; } = device;

    private FileSystemConfig Config { get; } = config;
}

using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>
/// Reads <c>nodes.conf</c> as Warewulf 4.4 to 4.7 write it. What earlier releases said otherwise is brought up to date, with a warning; what is
/// wrong is reported all at once.
/// </summary>
public static class NodesConfReader
{
    /// <summary>Reads a file's text.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <param name="warn">Takes one line per thing the admin should know.</param>
    /// <param name="findKernel">Finds the version, or the path in the image, of a kernel by the image's name and the name of Warewulf 4.4;
    /// nothing when there is none. Without it such kernels are not looked for.</param>
    /// <exception cref="WarewulfException">The text is not YAML, or values are wrong; the message has a line for each.</exception>
    public static NodesConf Read(string file, string text, Action<string> warn, Func<string, string, string?>? findKernel = null)
    {
        var problems = new FileProblems(file);
        var root = YamlLoader.Load(file, text, problems);
        var profiles = new List<ProfileConfig>();
        var nodes = new List<NodeConfig>();
        var overrides = new List<(KernelOverride Kernel, Action<NodeSettings> Replace, NodeConfig Owner)>();
        foreach (var entry in root.Entries)
        {
            switch (entry.Key)
            {
                case "nodeprofiles":
                    foreach (var (name, reader) in Profiles(entry.Value, entry.Key, problems))
                    {
                        var at = profiles.Count;
                        profiles.Add(new ProfileConfig(name, reader.Settings));
                        Note(reader, settings => profiles[at] = profiles[at] with { Settings = settings });
                    }

                    break;
                case "nodes":
                    foreach (var (name, reader) in Nodes(entry.Value, entry.Key, problems))
                    {
                        var at = nodes.Count;
                        nodes.Add(new NodeConfig(name, reader.Settings));
                        Note(reader, settings => nodes[at] = nodes[at] with { Settings = settings });
                    }

                    break;
                case "WW_INTERNAL":
                    problems.Warn(entry.Line, "'WW_INTERNAL' has no meaning any more and was dropped.");
                    break;
                default:
                    problems.Warn(
                        entry.Line, $"the key '{Names.Printable(entry.Key)}' is not known and has no effect. At the top, 'nodeprofiles' and 'nodes' are.");
                    break;
            }
        }

        Upgrade(overrides, profiles, findKernel, problems);
        problems.Finish(warn);
        return new NodesConf(profiles, nodes);

        // Which image it is about may stand in a profile that comes later in the file.
        void Note(NodeSettingsReader reader, Action<NodeSettings> replace)
        {
            if (reader.Override is { } kernel)
            {
                overrides.Add((kernel, replace, new NodeConfig(default, reader.Settings)));
            }
        }
    }

    /// <summary>Reads a text that has nodes by name and nothing else, as <c>node export</c> writes it.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<NodeConfig> ReadNodes(string file, string text, Action<string> warn)
    {
        var problems = new FileProblems(file);
        List<NodeConfig> nodes =
        [
            .. Nodes(YamlLoader.Load(file, text, problems), "", problems).Select(found => new NodeConfig(found.Name, Finished(found.Reader, problems))),
        ];
        problems.Finish(warn);
        return nodes;
    }

    /// <summary>Reads a text that has profiles by name and nothing else.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<ProfileConfig> ReadProfiles(string file, string text, Action<string> warn)
    {
        var problems = new FileProblems(file);
        List<ProfileConfig> profiles =
        [
            .. Profiles(YamlLoader.Load(file, text, problems), "", problems).Select(found => new ProfileConfig(found.Name, Finished(found.Reader, problems))),
        ];
        problems.Finish(warn);
        return profiles;
    }

    private static IEnumerable<(ProfileName Name, NodeSettingsReader Reader)> Profiles(YamlItem item, string path, FileProblems problems)
    {
        foreach (var entry in Named(item, path, problems))
        {
            if (ProfileName.TryParse(entry.Key, null, out var name))
            {
                yield return (name, Settings(entry, path, true, problems));
            }
            else
            {
                problems.Add(entry.Line, $"'{Names.Printable(entry.Key)}' is not a valid profile name: use letters, digits, '.', '-', ':' and '_'.");
            }
        }
    }

    private static IEnumerable<(NodeName Name, NodeSettingsReader Reader)> Nodes(YamlItem item, string path, FileProblems problems)
    {
        foreach (var entry in Named(item, path, problems))
        {
            if (NodeName.TryParse(entry.Key, null, out var name))
            {
                yield return (name, Settings(entry, path, false, problems));
            }
            else
            {
                problems.Add(
                    entry.Line,
                    $"'{Names.Printable(entry.Key)}' is not a valid node name: use letters, digits, '.', '-' and '_', starting with a letter or digit.");
            }
        }
    }

    private static IReadOnlyList<YamlEntry> Named(YamlItem item, string path, FileProblems problems)
    {
        if (item is YamlMap map)
        {
            return map.Entries;
        }

        if (!item.IsNull)
        {
            problems.Add(item.Line, $"'{path}': names are expected below it, each with settings below that.");
        }

        return [];
    }

    private static NodeSettingsReader Settings(YamlEntry entry, string path, bool isProfile, FileProblems problems)
    {
        var reader = new NodeSettingsReader(problems, isProfile);
        reader.ReadAll(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}");
        return reader;
    }

    private static NodeSettings Finished(NodeSettingsReader reader, FileProblems problems)
    {
        if (reader.Override is { } kernel)
        {
            NotFound(kernel, reader.Settings, problems);
        }

        return reader.Settings;
    }

    private static void Upgrade(
        List<(KernelOverride Kernel, Action<NodeSettings> Replace, NodeConfig Owner)> overrides,
        List<ProfileConfig> profiles,
        Func<string, string, string?>? findKernel,
        FileProblems problems)
    {
        var byName = profiles.ToDictionary(profile => profile.Name.ToString(), StringComparer.Ordinal);
        var merger = new NodeMerger(byName.GetValueOrDefault);
        foreach (var (kernel, replace, owner) in overrides)
        {
            if (merger.Merge(owner).Settings.ImageName is { Length: > 0 } image && findKernel?.Invoke(image, kernel.Name) is { } version)
            {
                replace(owner.Settings with { Kernel = (owner.Settings.Kernel ?? new KernelConfig()) with { Version = version } });
                problems.Warn(
                    kernel.Line,
                    $"'{kernel.Path}' is used no more: '{Names.Printable(kernel.Name)}' became 'kernel.version: {Names.Printable(version)}' of image '{image}'.");
            }
            else
            {
                NotFound(kernel, owner.Settings, problems);
            }
        }
    }

    private static void NotFound(KernelOverride kernel, NodeSettings settings, FileProblems problems) => problems.Warn(
        kernel.Line,
        $"'{kernel.Path}' is used no more, and which kernel of the image '{Names.Printable(kernel.Name)}' means was not found: it was dropped. "
        + (settings.Kernel?.Version is { } version
            ? $"'kernel.version' is '{Names.Printable(version)}'."
            : "'kernel.version' is not set here, which means the newest kernel of the image, or what a profile says."));
}

using Warewulf.Core;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Catalogs;

/// <summary>The files in the configuration directory of a Warewulf site, and what becomes of each.</summary>
internal static class SiteFiles
{
    /// <summary>The file with the nodes and profiles.</summary>
    public const string Nodes = "nodes.conf";

    /// <summary>The file with the settings of the heads.</summary>
    public const string Configuration = "warewulf.conf";

    /// <summary>One line for each file other than <see cref="Nodes"/>, in the order of their names.</summary>
    /// <exception cref="WarewulfException">The directory cannot be read.</exception>
    public static IReadOnlyList<string> Notes(string directory)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(directory, file)).Where(file => file != Nodes)
                    .Order(StringComparer.Ordinal).Select(file => $"{Names.Printable(file)}: {Fate(file)}"),
            ];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw WarewulfException.Invalid($"Cannot read '{Names.Printable(directory)}': {e.Message.TrimEnd('.')}.");
        }
    }

    private static string Fate(string file) => file.Split('/') switch
    {
        [Configuration] =>
            "not imported: the head reads its own /etc/warewulf/warewulf.conf when it starts; put it there. "
            + "'wwctl upgrade config' writes it in today's form.",
        ["auth.conf"] => "not used: the REST interface that it guards is not supported yet.",
        ["ipxe", ..] => "the head takes boot scripts from its own /etc/warewulf/ipxe; put it there.",
        ["keys", ..] => "overlays read keys from /etc/warewulf/keys of the head; put it there.",
        ["grub", ..] => "not used: GRUB is not supported yet.",
        ["tls", ..] => "not used: TLS is not supported yet.",
        _ => "not used: it is not a file of Warewulf's configuration.",
    };
}

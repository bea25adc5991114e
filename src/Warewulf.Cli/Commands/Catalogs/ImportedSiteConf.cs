using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Core;
using Warewulf.Core.Formats;
using Warewulf.Core.Site;

namespace Warewulf.Cli.Commands.Catalogs;

/// <summary>The <c>warewulf.conf</c> beside a <c>nodes.conf</c>. Nodes do not depend on it, so what is wrong with it is told and hinders nothing.</summary>
internal static class ImportedSiteConf
{
    /// <summary>Tells what a head would make of the file.</summary>
    /// <exception cref="WarewulfException">It cannot be read at all.</exception>
    public static void Report(Invocation invocation, string file)
    {
        var text = SourceText.Read(invocation, file);
        try
        {
            SiteChecks.Check(file, SiteConfReader.Read(file, text, Warn), Warn);
        }
        catch (WarewulfException e)
        {
            foreach (var line in e.Message.Split('\n'))
            {
                Warn(line);
            }

            Warn($"{file}: no head starts with this file; correct what is named above before it gets it.");
        }

        void Warn(string warning) => invocation.Say("WARN: " + warning);
    }
}

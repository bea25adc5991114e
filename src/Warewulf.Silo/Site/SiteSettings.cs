using System.Text.Json;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Formats;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Site;

/// <summary>Reads <c>warewulf.conf</c> and brings it into the catalog, so that every head and edge works with the same settings.</summary>
internal sealed partial class SiteSettings
{
    private const string Embedded = "warewulf.conf";

    private readonly ILogger<SiteSettings> _logger;

    public SiteSettings(ILogger<SiteSettings> logger) => _logger = logger;

    /// <summary>Reads the file, or the settings inside the program when there is none.</summary>
    /// <exception cref="WarewulfException">The file is malformed; the message names file, line and key.</exception>
    public SiteConfig Read(SiloOptions options)
    {
        var file = options.ConfigurationFile ?? new SitePaths(options.Root, options.Share, SiteConfig.Default).SiteFile;
        try
        {
            return Checked(file, File.ReadAllText(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            if (options.ConfigurationFile is not null)
            {
                throw WarewulfException.NotFound($"The configuration file '{file}' does not exist. Check WAREWULFCONF or --warewulfconf.");
            }

            LogEmbedded(file);
            using var stream = typeof(SiteSettings).Assembly.GetManifestResourceStream(Embedded)!;
            return Checked(Embedded, new StreamReader(stream).ReadToEnd());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Directory.Exists(file)
                ? WarewulfException.Invalid($"The configuration file '{file}' is a directory. Name a file with WAREWULFCONF or --warewulfconf.")
                : new WarewulfException(ApiErrorCode.Forbidden, $"The configuration file '{file}' cannot be read: {DiskProblem.Describe(e)}", e);
        }
    }

    /// <summary>Commits the settings when they differ from those in the catalog.</summary>
    public static Task PublishAsync(CatalogService catalog, SiteConfig site, CancellationToken cancellationToken) => catalog.CommitAsync(
        "warewulf.conf",
        "site settings read at start",
        current => Json(current) == Json(new PutSite(site)) ? [] : [new PutSite(site)],
        cancellationToken);

    private SiteConfig Checked(string file, string text)
    {
        var site = SiteConfReader.Read(file, text, LogOdd);
        SiteChecks.Check(file, site, LogOdd);
        return site;
    }

    private static string Json(Catalog catalog) => Json(new PutSite(catalog.Site));

    // Records compare collections by identity; what counts here is whether they are written alike.
    private static string Json(PutSite operation) => JsonSerializer.Serialize(
        new CatalogChange("", DateTimeOffset.UnixEpoch, [operation]), ApiJsonContext.Default.CatalogChange);
}

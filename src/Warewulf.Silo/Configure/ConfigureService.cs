using System.Text.Json;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Configure;
using Warewulf.Silo.Heads;

namespace Warewulf.Silo.Configure;

/// <summary>Brings services of all heads into step with the site: of this one, and by asking them, of those that are up.</summary>
internal sealed class ConfigureService(HeadConfigurator head, HeadRegistry heads, HeadPeers peers)
{
    // A little more than a head gives a unit to start again.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Does what is asked for, as far as it can be done, and tells.</summary>
    /// <exception cref="WarewulfException">The request itself is wrong, or the database does not answer.</exception>
    public async Task<ConfigureResponse> RunAsync(ConfigureRequest request, CancellationToken cancellationToken)
    {
        // This head first, alone: the keys of the site are made once.
        var mine = await head.RunAsync(request, cancellationToken);
        var others = await heads.RefreshAsync(cancellationToken);
        var elsewhere = request with { Services = [.. request.Services.Where(service => service != HeadService.Warewulfd)] };
        var reports = elsewhere.Services.Count > 0
            ? await Task.WhenAll(others.OrderBy(other => other.Name, StringComparer.Ordinal).Select(other => AskAsync(other, elsewhere, cancellationToken)))
            : others.Count == 0 ? [] : [Alone(others)];
        return new ConfigureResponse([mine, .. reports]);
    }

    // All at once would leave nobody to ask.
    private static HeadReport Alone(IReadOnlyList<HeadRecord> others) => new(
        string.Join(", ", others.Select(other => other.Name).Order(StringComparer.Ordinal)),
        [new ReportLine(ReportLevel.Info, "Not restarted: other heads go on. Restart them one after the other, each by this command there.")]);

    private async Task<HeadReport> AskAsync(HeadRecord other, ConfigureRequest request, CancellationToken cancellationToken)
    {
        if (!other.IsUp)
        {
            return Report(ReportLevel.Warning, $"It was not seen for {TimeSpan.FromSeconds(Math.Floor(other.Age)):g}. Run this again when it is back.");
        }

        try
        {
            using var answer = await peers.PostAsync(other, Routes.HeadConfigure, request, ApiJsonContext.Default.ConfigureRequest, cancellationToken, Longest);
            return await peers.ReadAsync(
                other,
                async stop => await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(stop), ApiJsonContext.Default.HeadReport, stop),
                cancellationToken) ?? Report(ReportLevel.Error, "It says nothing.");
        }
        catch (PeerException e)
        {
            return Report(ReportLevel.Error, $"Not configured: {e.Message}");
        }
        catch (JsonException)
        {
            return Report(ReportLevel.Error, "What it did is not known: its answer cannot be read. Do all heads have the same version?");
        }

        HeadReport Report(ReportLevel level, string text) => new(other.Name, [new ReportLine(level, text)]);
    }
}

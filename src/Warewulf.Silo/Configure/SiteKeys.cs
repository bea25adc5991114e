using System.Text;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Site;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Keys;

namespace Warewulf.Silo.Configure;

/// <summary>
/// The SSH keys of the site on this head's disk: host keys for all nodes below <c>/etc/warewulf/keys</c>, and root's below <c>/root/.ssh</c>. A key
/// that is there becomes the site's if the site has none; files that are there are never changed.
/// </summary>
internal sealed class SiteKeys(IGrains grains, SshKeygen keygen, SitePaths paths)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OwnersDirectory = OwnerOnly | UnixFileMode.UserExecute;

    private string RootHome => Path.Combine(paths.Root + "/root", ".ssh");

    /// <summary>Has the host keys of some types on this head, making those the site has not.</summary>
    public async Task PlaceHostKeysAsync(IReadOnlyList<string> types, HeadReporter report, CancellationToken cancellationToken)
    {
        foreach (var type in types)
        {
            await TryAsync(report, () => PlaceHostKeyAsync(type, make: true, report, cancellationToken));
        }
    }

    /// <summary>Gives root a key that all heads share, and lets root in with it, unless root's keys are managed already.</summary>
    public Task PlaceRootKeyAsync(string type, HeadReporter report, CancellationToken cancellationToken) =>
        TryAsync(report, () => PlaceRootKeyAsync(type, make: true, report, cancellationToken));

    /// <summary>Has those keys on this head that the site has already; makes none.</summary>
    public async Task BringAsync(IReadOnlyList<string> types, HeadReporter report, CancellationToken cancellationToken)
    {
        foreach (var type in types)
        {
            await TryAsync(report, () => PlaceHostKeyAsync(type, make: false, report, cancellationToken));
        }

        if (types.Count > 0)
        {
            await TryAsync(report, () => PlaceRootKeyAsync(types[0], make: false, report, cancellationToken));
        }
    }

    private static async Task TryAsync(HeadReporter report, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (WarewulfException e)
        {
            report.Fail(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Fail($"A key cannot be kept: {e.Message}");
        }
    }

    // The private half last: who finds it finds both.
    private static async Task<bool> WriteAsync(string file, SshKeyPair pair, CancellationToken cancellationToken) =>
        await DurableFile.WriteNewAsync(file + ".pub", Everybody, Encoding.UTF8.GetBytes(pair.Public), cancellationToken)
        && await DurableFile.WriteNewAsync(file, OwnerOnly, Encoding.UTF8.GetBytes(pair.Private), cancellationToken);

    private async Task<SshKeyPair?> ReadAsync(string file, string type, ISshKeyGrain grain, CancellationToken cancellationToken) =>
        (DurableFile.IsThere(file), DurableFile.IsThere(file + ".pub")) switch
        {
            (true, true) => await keygen.ReadAsync(file, type, cancellationToken),
            (true, false) => throw WarewulfException.Invalid($"'{file}' has no public half beside it. Make it with: ssh-keygen -y -f {file} > {file}.pub"),
            (false, true) => await CompleteAsync(file, grain, cancellationToken),
            _ => null,
        };

    // The public half alone is what a head leaves that died between the two; of the site's key it is in order.
    private static async Task<SshKeyPair> CompleteAsync(string file, ISshKeyGrain grain, CancellationToken cancellationToken)
    {
        var half = new SshKeyPair("", await File.ReadAllTextAsync(file + ".pub", cancellationToken));
        if (await grain.SettleAsync(null, cancellationToken) is not { } site || site.PublicKey != half.PublicKey)
        {
            throw WarewulfException.Invalid($"'{file}.pub' has no private half beside it. Move it away to have the site's key there.");
        }

        await DurableFile.WriteNewAsync(file, OwnerOnly, Encoding.UTF8.GetBytes(site.Private), cancellationToken);
        return site;
    }

    private async Task PlaceHostKeyAsync(string type, bool make, HeadReporter report, CancellationToken cancellationToken)
    {
        SshKeygen.Check(type);
        var file = Path.Combine(paths.Keys, $"ssh_host_{type}_key");
        var grain = grains.HostKey(type);
        var here = await ReadAsync(file, type, grain, cancellationToken);
        if (await SettleAsync(grain, type, here, make, cancellationToken) is not { } key)
        {
            return;
        }

        if (here is null)
        {
            Directory.CreateDirectory(paths.Keys, OwnersDirectory);
            await PlaceAsync(file, key, report, cancellationToken);
        }
        else if (here.PublicKey != key.PublicKey)
        {
            report.Warn($"'{file}' is not the site's key: nodes whose overlays this head renders get another host key than others. "
                + $"Remove it and its '.pub' here to have the site's, which is: {key}");
        }
    }

    private async Task PlaceRootKeyAsync(string type, bool make, HeadReporter report, CancellationToken cancellationToken)
    {
        SshKeygen.Check(type);
        var grain = grains.RootKey(type);
        var authorized = Path.Combine(RootHome, "authorized_keys");
        var isManaged = DurableFile.IsThere(authorized);
        var file = Path.Combine(RootHome, $"id_{type}");
        if (isManaged && await grain.SettleAsync(null, cancellationToken) is null)
        {
            if (make)
            {
                report.Info($"Root's keys are managed already, and none is made: there is '{authorized}'.");
            }

            return;
        }

        var here = await ReadAsync(file, type, grain, cancellationToken);
        if (await SettleAsync(grain, type, here, make, cancellationToken) is not { } key)
        {
            return;
        }

        Directory.CreateDirectory(RootHome, OwnersDirectory);
        if (here is null)
        {
            await PlaceAsync(file, key, report, cancellationToken);
        }
        else if (here.PublicKey != key.PublicKey)
        {
            report.Warn($"'{file}' is not root's key of the site, which nodes let in: from this head root gets to nodes only where that key is let in too. The site's is: {key}");
        }

        if (await DurableFile.WriteNewAsync(authorized, OwnerOnly, Encoding.UTF8.GetBytes(key.Public), cancellationToken))
        {
            report.Info($"Wrote '{authorized}'.");
        }
        else if (!(await File.ReadAllTextAsync(authorized, cancellationToken)).Contains(key.PublicKey, StringComparison.Ordinal))
        {
            report.Warn($"'{authorized}' lacks root's key of the site: nodes whose overlays this head renders let root in from some heads only. Add the line: {key}");
        }
    }

    private static async Task PlaceAsync(string file, SshKeyPair key, HeadReporter report, CancellationToken cancellationToken)
    {
        if (await WriteAsync(file, key, cancellationToken))
        {
            report.Info($"Wrote '{file}'.");
        }
        else
        {
            report.Fail($"'{file}' was made by somebody else meanwhile, and stays. Run this again.");
        }
    }

    private async Task<SshKeyPair?> SettleAsync(ISshKeyGrain grain, string type, SshKeyPair? here, bool make, CancellationToken cancellationToken)
    {
        var key = await grain.SettleAsync(make ? here : null, cancellationToken);
        return key is not null || !make ? key : await grain.SettleAsync(await keygen.MakeAsync(type, cancellationToken), cancellationToken);
    }
}

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

    private static SshKeyPair? Read(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        return File.Exists(file + ".pub")
            ? new SshKeyPair(File.ReadAllText(file), File.ReadAllText(file + ".pub"))
            : throw WarewulfException.Invalid($"'{file}' has no public half beside it. Make it with: ssh-keygen -y -f {file} > {file}.pub");
    }

    // The private half last: who finds it finds both.
    private static async Task WriteAsync(string file, SshKeyPair pair, CancellationToken cancellationToken)
    {
        await DurableFile.WriteAsync(file + ".pub", Everybody, Encoding.UTF8.GetBytes(pair.Public), cancellationToken);
        await DurableFile.WriteAsync(file, OwnerOnly, Encoding.UTF8.GetBytes(pair.Private), cancellationToken);
    }

    private async Task PlaceHostKeyAsync(string type, bool make, HeadReporter report, CancellationToken cancellationToken)
    {
        SshKeygen.Check(type);
        var file = Path.Combine(paths.Keys, $"ssh_host_{type}_key");
        var here = Read(file);
        var key = await SettleAsync(grains.HostKey(type), type, here, make, cancellationToken);
        if (key is null)
        {
            return;
        }

        if (here is null)
        {
            Directory.CreateDirectory(paths.Keys, OwnersDirectory);
            await WriteAsync(file, key, cancellationToken);
            report.Info($"Wrote '{file}'.");
        }
        else if (here != key)
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
        if (File.Exists(authorized))
        {
            if (await grain.SettleAsync(null, cancellationToken) is { } shared && !(await File.ReadAllTextAsync(authorized, cancellationToken)).Contains(shared.ToString(), StringComparison.Ordinal))
            {
                report.Warn($"'{authorized}' lacks root's key of the site: nodes whose overlays this head renders let root in from some heads only. Add the line: {shared}");
            }

            return;
        }

        var file = Path.Combine(RootHome, $"id_{type}");
        var here = Read(file);
        if (await SettleAsync(grain, type, here, make, cancellationToken) is not { } key)
        {
            return;
        }

        Directory.CreateDirectory(RootHome, OwnersDirectory);
        if (here is null)
        {
            await WriteAsync(file, key, cancellationToken);
            report.Info($"Wrote '{file}'.");
        }

        var lines = here is null || here == key ? key.Public : here.Public + key.Public;
        await DurableFile.WriteAsync(authorized, OwnerOnly, Encoding.UTF8.GetBytes(lines), cancellationToken);
        report.Info($"Wrote '{authorized}'.");
    }

    private async Task<SshKeyPair?> SettleAsync(ISshKeyGrain grain, string type, SshKeyPair? here, bool make, CancellationToken cancellationToken)
    {
        var key = await grain.SettleAsync(make ? here : null, cancellationToken);
        return key is not null || !make ? key : await grain.SettleAsync(await keygen.MakeAsync(type, cancellationToken), cancellationToken);
    }
}

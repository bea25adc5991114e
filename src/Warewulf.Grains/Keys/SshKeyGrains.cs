using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Keys;

/// <summary>Puts the grains of SSH keys into a host, and finds them there.</summary>
public static class SshKeyGrains
{
    /// <summary>Adds the type.</summary>
    public static GrainRegistry AddSshKeys(this GrainRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.Add(new GrainType<ISshKeyGrain, SshKeyGrain, SshKeyState>(
            SshKeyGrain.TypeName,
            GrainJsonContext.Default.SshKeyState,
            SshKeyState.Empty,
            context => new SshKeyGrain(context),
            caller => new SshKeyGrainReference(caller)));
    }

    /// <summary>The host key that all nodes have, of a type.</summary>
    public static ISshKeyGrain HostKey(this IGrains grains, string type) => grains.Get<ISshKeyGrain>($"host/{type}");

    /// <summary>The key of root on all heads, of a type.</summary>
    public static ISshKeyGrain RootKey(this IGrains grains, string type) => grains.Get<ISshKeyGrain>($"root/{type}");
}

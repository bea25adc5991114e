using Warewulf.Core.Boot;

namespace Warewulf.Edge.Dhcp;

/// <summary>What a machine that wants to boot is to load.</summary>
/// <param name="Name">The file below the TFTP root, or a URL.</param>
internal sealed record DhcpBootFile(string Name)
{
    /// <summary>The boot file for a client; null when it boots from its disk, or no loader is known for its architecture.</summary>
    public static DhcpBootFile? For(DhcpContext context)
    {
        var authority = $"http://{context.ServerAddress}:{context.HttpPort}";
        return context.Client.Kind switch
        {
            // The variables are iPXE's, which fills them in on the machine. An asset tag is free text: blanks or an ampersand would end the query.
            DhcpClientKind.Ipxe => new DhcpBootFile(authority + "/ipxe/${mac:hexhyp}?assetkey=${asset:uristring}&uuid=${uuid}"),
            DhcpClientKind.PxeFirmware => Loader(context, a => a) is { } file ? new DhcpBootFile(file) : null,
            DhcpClientKind.HttpFirmware => Loader(context, LoadedOverTftp) is { } file
                ? new DhcpBootFile($"{authority}/efiboot/{file[(file.LastIndexOf('/') + 1)..]}")
                : null,
            _ => null,
        };
    }

    private static string? Loader(DhcpContext context, Func<ClientArchitecture, ClientArchitecture> substitute)
    {
        var loaders = context.Directory.Snapshot.Loaders;
        foreach (var architecture in context.Client.Architectures)
        {
            if (loaders.TryGetValue(architecture, out var file) || loaders.TryGetValue(substitute(architecture), out file))
            {
                return file;
            }
        }

        return null;
    }

    // The program is the same, however it is fetched.
    private static ClientArchitecture LoadedOverTftp(ClientArchitecture architecture) => architecture switch
    {
        ClientArchitecture.UefiX86Http => ClientArchitecture.UefiX86,
        ClientArchitecture.UefiX64Http => ClientArchitecture.UefiX64,
        ClientArchitecture.UefiArm64Http => ClientArchitecture.UefiArm64,
        _ => architecture,
    };
}

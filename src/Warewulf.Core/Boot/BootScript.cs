using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Api;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Data;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Templates;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Boot;

/// <summary>
/// Renders boot scripts for iPXE and GRUB. Their templates have Go's and Sprig's functions only, and read no file. Safe for many
/// threads; a template is parsed once for all machines.
/// </summary>
public static class BootScript
{
    private const int KeptCharacters = 4 * 1024 * 1024;

    private static readonly TemplateOptions Options = new() { MaxOutputBytes = 1024 * 1024, MaxSteps = 1_000_000 };
    private static readonly BoundedCache<(string Name, string Text), GoTemplate> Templates = new(KeptCharacters);

    /// <summary>Renders a node's boot script.</summary>
    /// <param name="fileName">The template's file name, for errors.</param>
    /// <param name="template">The template's text.</param>
    /// <param name="plan">What the node is to boot.</param>
    /// <param name="mac">The hardware address that asked.</param>
    /// <param name="server">The address and HTTP port that the machine reached, and is to reach again.</param>
    /// <exception cref="WarewulfException">Invalid: the template fails; the message says where and for which node.</exception>
    public static string Render(string fileName, string template, BootPlan plan, MacAddress mac, IPEndPoint server)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(server);
        var address = server.Address.IsIPv4MappedToIPv6 ? server.Address.MapToIPv4() : server.Address;
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;

        // A link-local address is printed with the server's own number of the interface, which means nothing to the machine.
        var text = isIPv4 ? address.ToString() : new IPAddress(address.GetAddressBytes()).ToString();
        var port = server.Port.ToString(CultureInfo.InvariantCulture);
        var data = new BootScriptData
        {
            Node = plan.Node.ToString(),
            Cluster = plan.ClusterName,
            ImageName = plan.ImageName,
            Ipxe = plan.IpxeTemplate,
            Hwaddr = mac.ToString(),
            Ipaddr = isIPv4 ? text : "",
            Ipaddr6 = isIPv4 ? "" : text,
            Port = port,
            Authority = isIPv4 ? $"{text}:{port}" : $"[{text}]:{port}",
            KernelArgs = string.Join(' ', plan.KernelArgs),
            KernelVersion = plan.KernelVersion ?? "",
            Root = plan.Root,
            Tags = plan.Tags,

            // Which device is the primary one is not in a plan, and no boot script asks.
            NetworkDevices = NetworkView.Of(plan.NetworkDevices, primaryNetwork: null),
        };
        return Render(fileName, template, data, $"node '{plan.Node}'");
    }

    /// <summary>Renders the script for a machine that is no node.</summary>
    /// <param name="fileName">The template's file name, for errors.</param>
    /// <param name="template">The template's text.</param>
    /// <param name="mac">The hardware address that asked.</param>
    /// <exception cref="WarewulfException">Invalid: the template fails; the message says where.</exception>
    public static string RenderUnknown(string fileName, string template, MacAddress mac) =>
        Render(fileName, template, new BootScriptData { Hwaddr = mac.ToString() }, $"unknown machine '{mac}'");

    private static string Render(string fileName, string template, BootScriptData data, string forWhom)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(template);
        try
        {
            var key = (fileName, template);
            var parsed = Templates.TryGet(key, out var known)
                ? known
                : Templates.Add(key, GoTemplate.Parse(fileName, template, Options), template.Length);
            return parsed.Render(GoValue.Pointer(BootScriptData.Type, data));
        }
        catch (TemplateException error)
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid, $"Boot script template '{fileName}'{TemplateErrorText.Of(error)} ({forWhom}).", error);
        }
    }
}

using Warewulf.Core.Site;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>The Go types of the sections of the site settings.</summary>
internal static class SiteTypes
{
    internal static GoType Dhcp { get; } = GoType.Struct<DhcpSettings>("config.DHCPConf", static t => t
        .Field("EnabledP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.Enabled))
        .Field("Template", v => v.Template)
        .Field("RangeStart", v => Addresses.Text(v.RangeStart))
        .Field("RangeEnd", v => Addresses.Text(v.RangeEnd))
        .Field("Range6Start", v => Addresses.Text(v.Range6Start))
        .Field("Range6End", v => Addresses.Text(v.Range6End))
        .Field("SystemdName", v => v.SystemdName)
        .Method("Enabled", GoType.Bool, v => GoValue.Bool(v.Enabled)));

    internal static GoType NfsExport { get; } = GoType.Struct<NfsExport>("config.NFSExportConf", static t => t
        .Field("Path", v => v.Path)
        .Field("ExportOptions", v => v.ExportOptions));

    internal static GoType Nfs { get; } = GoType.Struct<NfsSettings>("config.NFSConf", static t => t
        .Field("EnabledP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.Enabled))
        .Field("ExportsExtended", NfsExport.Pointer.Slice, v =>
            GoValue.List(NfsExport.Pointer, v.ExportPaths, static export => GoValue.Pointer(NfsExport, export)))
        .Field("SystemdName", v => v.SystemdName)
        .Method("Enabled", GoType.Bool, v => GoValue.Bool(v.Enabled)));

    internal static GoType Ssh { get; } = GoType.Struct<SshSettings>("config.SSHConf", static t => t
        .Field("KeyTypes", GoType.StringList, v => GoValue.Strings(v.KeyTypes)));

    internal static GoType Tftp { get; } = GoType.Struct<TftpSettings>("config.TFTPConf", static t => t
        .Field("EnabledP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.Enabled))
        .Field("TftpRoot", v => v.TftpRoot.Length > 0 ? v.TftpRoot : "/var/lib/tftpboot")
        .Field("SystemdName", v => v.SystemdName)
        .Field("IpxeBinaries", GoType.StringMap, v => GoValue.Strings(v.Ipxe))
        .Method("Enabled", GoType.Bool, v => GoValue.Bool(v.Enabled)));

    internal static GoType Warewulf { get; } = GoType.Struct<WarewulfSettings>("config.WarewulfConf", static t => t
        .Field("Port", v => v.Port)
        .Field("TLSPort", v => v.TlsPort)
        .Field("SecureP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.Secure))
        .Field("SecureFilesP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.SecureFiles))
        .Field("TLSEnabledP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.Tls))
        .Field("UpdateInterval", v => v.UpdateInterval)
        .Field("AutobuildOverlaysP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.AutobuildOverlays))
        .Field("EnableHostOverlayP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.HostOverlay))
        .Field("GrubBootP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.GrubBoot))
        .Field("SystemdName", v => v.SystemdName)
        .Method("Secure", GoType.Bool, v => GoValue.Bool(v.Secure))
        .Method("SecureFiles", GoType.Bool, v => GoValue.Bool(v.SecureFiles ?? v.Secure))
        .Method("TLSEnabled", GoType.Bool, v => GoValue.Bool(v.Tls))
        .Method("AutobuildOverlays", GoType.Bool, v => GoValue.Bool(v.AutobuildOverlays))
        .Method("EnableHostOverlay", GoType.Bool, v => GoValue.Bool(v.HostOverlay))
        .Method("GrubBoot", GoType.Bool, v => GoValue.Bool(v.GrubBoot)));
}

using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>Scripts that run on nodes, in a root of their own that has busybox and what a test puts there.</summary>
[Trait("Suite", "Fast")]
public sealed class NodeScriptTests(DistributionLab lab) : IClassFixture<DistributionLab>
{
    private const string LanPrint = """
        IP Address Source       : Static Address
        IP Address              : 10.1.0.1
        Subnet Mask             : 255.255.0.0
        Default Gateway IP      : 10.1.255.254
        802.1q VLAN ID          : 42
        """;

    private const string SolInfo = """
        Enabled                         : true
        Force Encryption                : true
        Force Authentication            : true
        Privilege Level                 : ADMINISTRATOR
        Volatile Bit Rate (kbps)        : 115.2
        Non-Volatile Bit Rate (kbps)    : 115.2
        """;

    private const string Access = """
        Link Authentication  : enabled
        IPMI Messaging       : enabled
        Privilege Level      : ADMINISTRATOR
        """;

    [ProgramTheory("dash", "busybox")]
    [InlineData("dash -n")]
    [InlineData("busybox sh -n")]
    public void EveryScript_IsOne(string shell)
    {
        var scripts = OverlayTable.Own.SelectMany(overlay => lab.Nodes.SelectMany(node =>
        {
            var root = lab.Write(node.Name.ToString(), overlay);
            return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(IsScript);
        })).ToList();
        Assert.True(scripts.Count > 50);
        foreach (var script in scripts)
        {
            Tool.Shell("/", $"{shell} '{script}'");
        }
    }

    [ProgramFact("busybox")]
    public void Config_GivesTheShellWhatIsConfigured()
    {
        var root = lab.Write("ethernet", "wwinit");
        Assert.Equal("it\"s $ecret|admin|42|115.2", Tool.Shell(root, ". ./warewulf/config && printf %s \"$WWIPMI_PASSWORD|$WWIPMI_USER|$WWIPMI_VLAN|$WWIPMI_BIT_RATE\""));
        Assert.Equal("tmpfs with blanks|", Tool.Shell(lab.Write("odd", "wwinit"), ". ./warewulf/config && printf %s \"$WWROOT|$WWIPMI_GATEWAY\""));
    }

    [ProgramFact("busybox")]
    public void Ipmi_WhenAllIsAsConfigured_WritesNothing()
    {
        var root = Machine("ethernet");
        Controller(root, LanPrint, SolInfo, Access, "2   admin            true    false      true       ADMINISTRATOR");

        Assert.Equal("", Run(root, "50-ipmi"));

        Assert.Equal("", Written(root));
    }

    [ProgramFact("busybox")]
    public void Ipmi_WhenItDiffers_WritesWhatDiffers()
    {
        var root = Machine("ethernet");
        Controller(root, LanPrint.Replace("10.1.0.1", "0.0.0.0", StringComparison.Ordinal).Replace(": 42", ": Disabled", StringComparison.Ordinal),
            SolInfo.Replace("115.2", "9.6", StringComparison.Ordinal), Access, "2   root             true    false      true       ADMINISTRATOR");

        Assert.Equal("", Run(root, "50-ipmi"));

        Assert.Equal(
            [
                "lan set 1 vlan id 42", "lan set 1 ipsrc static", "lan set 1 ipaddr 10.1.0.1", "lan set 1 access on", "user set name 2 admin", "user priv 2 4 1",
                "user enable 2", "sol set non-volatile-bit-rate 115.2 1", "sol set volatile-bit-rate 115.2 1",
            ],
            Written(root).TrimEnd('\n').Split('\n'));
    }

    [ProgramFact("busybox")]
    public void Ipmi_WhenWritingFails_SaysWhatAndNoPassword()
    {
        var root = Machine("ethernet");
        Controller(root, LanPrint, SolInfo, Access, "2   admin            true    false      true       ADMINISTRATOR", fails: "user");

        var said = Run(root, "50-ipmi", status: 1);

        Assert.Contains("ipmitool user set password failed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("ecret", said, StringComparison.Ordinal);
    }

    [ProgramFact("busybox")]
    public void Ipmi_WithoutOrder_DoesNothing_AndWithoutTool_SaysSo()
    {
        Assert.Equal("", Run(Machine("minimal"), "50-ipmi"));
        Assert.Contains("ipmitool is not in the image", Run(Machine("ethernet"), "50-ipmi", status: 1), StringComparison.Ordinal);
    }

    [ProgramFact("busybox")]
    public void VnfsFixes_LetAccountsWithoutShadowPass_Once()
    {
        var root = Machine("ethernet");
        Tool.Shell(root, "mkdir -p etc/pam.d etc/authselect && ln -s /etc/authselect/system-auth etc/pam.d/system-auth && chmod 700 .");
        File.WriteAllText(Path.Combine(root, "etc/authselect/system-auth"), "auth required pam_unix.so\naccount     required    pam_unix.so\n");
        File.WriteAllText(Path.Combine(root, "etc/pam.d/common-account"), "account [success=1 new_authtok_reqd=done default=ignore]\tpam_unix.so \n");

        Run(root, "75-vnfs_fixes");
        Run(root, "75-vnfs_fixes");

        Assert.Equal("auth required pam_unix.so\naccount     required    pam_unix.so broken_shadow\n", File.ReadAllText(Path.Combine(root, "etc/authselect/system-auth")));
        Assert.Equal("account [success=1 new_authtok_reqd=done default=ignore]\tpam_unix.so broken_shadow\n", File.ReadAllText(Path.Combine(root, "etc/pam.d/common-account")));
        Assert.NotNull(new FileInfo(Path.Combine(root, "etc/pam.d/system-auth")).LinkTarget);
        Assert.Equal("755", Tool.Shell(root, "stat -c %a .").Trim());
    }

    [ProgramFact("busybox", "unshare")]
    public void Attributes_AreSetFromBothLists_OrTheBootGoesOnWithALine()
    {
        var root = Machine("ethernet");
        Assert.Equal("", Run(root, "60-xattrs"));

        File.WriteAllText(Path.Combine(root, "warewulf/xattrs.system"), "# file: a\n");
        Assert.Equal(
            "warewulf: files of overlays lack their extended attributes, because setfattr (package attr) is not in the image\n", Run(root, "60-xattrs", status: 1));

        Program(root, "bin/setfattr", "echo \"$PWD $*\" >>/written");
        File.WriteAllText(Path.Combine(root, "warewulf/xattrs.runtime"), "# file: b\n");
        Assert.Equal("", Run(root, "60-xattrs"));
        Assert.Equal("/ --restore=/warewulf/xattrs.system\n/ --restore=/warewulf/xattrs.runtime\n", Written(root));

        Program(root, "bin/setfattr", "case $1 in *system) echo 'a: Operation not supported'; echo more ;; esac; [ \"$1\" != --restore=/warewulf/xattrs.system ]");
        Assert.Equal("warewulf: not all files have the extended attributes of /warewulf/xattrs.system: a: Operation not supported\n", Run(root, "60-xattrs"));
    }

    [ProgramFact("busybox", "unshare")]
    public void Selinux_LabelsWhereThereIsSelinux()
    {
        var root = Machine("ethernet");
        Assert.Equal("", Run(root, "90-selinux"));

        Tool.Shell(root, "mkdir -p etc/sysconfig && echo SELINUX=disabled >etc/sysconfig/selinux");
        Assert.Equal("", Run(root, "90-selinux"));

        Tool.Shell(root, "echo SELINUX=enforcing >etc/sysconfig/selinux");
        Program(root, "sbin/load_policy", "echo loaded $@");
        Program(root, "sbin/restorecon", "echo labelled $@");
        var said = Run(root, "90-selinux");
        Assert.Contains("loaded -i\n", said, StringComparison.Ordinal);
        Assert.EndsWith("labelled -e /sys -r /\n", said, StringComparison.Ordinal);

        Program(root, "sbin/load_policy", "exit 4");
        Assert.Contains("load_policy failed with status 4", Run(root, "90-selinux", status: 1), StringComparison.Ordinal);
    }

    [ProgramFact("dash", "awk")]
    public void Mig2gres_PrintsWhatSlurmReads()
    {
        var root = lab.Write("resources", "mig");
        Program(root, "stubs/nvidia-smi", """
            echo '+-------------------------------------------------------+'
            echo '|   0  MIG 1g.10gb         19        7          4:1     |'
            echo '|   2  MIG 7g.80gb          0        0          0:8     |'
            """);
        foreach (var (path, minor) in new[] { ("gpu0/mig/gi7", 66), ("gpu0/mig/gi7/ci0", 67), ("gpu2/mig/gi0", 273), ("gpu2/mig/gi0/ci0", 274) })
        {
            Directory.CreateDirectory(Path.Combine(root, "capabilities", path));
            File.WriteAllText(Path.Combine(root, "capabilities", path, "access"), $"DeviceFileMinor: {minor}\nDeviceFileMode: 292\n");
        }

        Assert.Equal(
            "Name=gpu Type=1g.10gb MultipleFiles=/dev/nvidia0,/dev/nvidia-caps/nvidia-cap66,/dev/nvidia-caps/nvidia-cap67\n"
            + "Name=gpu Type=7g.80gb MultipleFiles=/dev/nvidia2,/dev/nvidia-caps/nvidia-cap273,/dev/nvidia-caps/nvidia-cap274\n",
            Tool.Shell(root, "PATH=$PWD/stubs:$PATH usr/local/sbin/mig2gres capabilities"));
    }

    [ProgramTheory("ssh-keygen", "dash", "tcsh")]
    [InlineData("dash -c '. etc/profile.d/ssh_setup.sh'")]
    [InlineData("tcsh -f -c 'source etc/profile.d/ssh_setup.csh'")]
    public void SshSetup_MakesAKey_Once(string login)
    {
        var root = lab.Write("minimal", "host");
        Directory.CreateDirectory(Path.Combine(root, "home"));
        Assert.Equal("", Tool.Shell(root, $"HOME={root}/home {login}"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(root, "home")));

        // Somebody who is not root, on whose account the tests run.
        Tool.Shell(root, "mkdir stubs && printf '#!/bin/sh\\necho 1000\\n' > stubs/id && chmod 755 stubs/id");
        var command = $"HOME={root}/home PATH=$PWD/stubs:$PATH {login}";

        Assert.Equal("Configuring SSH for cluster access\n", Tool.Shell(root, command));
        var key = File.ReadAllText(Path.Combine(root, "home/.ssh/cluster.pub"));
        Assert.Equal("", Tool.Shell(root, command));

        Assert.StartsWith("ssh-ed25519 ", key, StringComparison.Ordinal);
        Assert.Equal(key, File.ReadAllText(Path.Combine(root, "home/.ssh/authorized_keys")));
        Assert.Equal("Host *\n   IdentityFile ~/.ssh/cluster\n   StrictHostKeyChecking=no\n", File.ReadAllText(Path.Combine(root, "home/.ssh/config")));
        Assert.Equal("700 600 600", Tool.Shell(root, "stat -c %a home/.ssh home/.ssh/cluster home/.ssh/config").Trim().ReplaceLineEndings(" "));
    }

    private static bool IsScript(string path) =>
        path.EndsWith(".sh", StringComparison.Ordinal) || path.Contains("/init.d/", StringComparison.Ordinal) || path.Contains("/wwinit.d/", StringComparison.Ordinal)
        || File.ReadLines(path).FirstOrDefault() == "#!/bin/sh";

    // A node's root: busybox, and what the overlay wwinit puts there.
    private string Machine(string node)
    {
        var root = lab.Write(node, "wwinit");
        Tool.Shell(root, "mkdir -p bin sbin dev proc etc && cp \"$(command -v busybox)\" bin/ && for name in sh sed awk grep cat readlink chmod head tr sleep timeout mknod printf; do ln -s busybox bin/$name; done");
        return root;
    }

    // A management controller that tells its settings, and takes note of what is written to it.
    private static void Controller(string root, string lan, string sol, string access, string user, string? fails = null)
    {
        File.WriteAllText(Path.Combine(root, "dev/ipmi0"), "");
        Program(root, "bin/modprobe", "exit 0");
        Program(root, "bin/ipmitool", $"""
            case "$*" in
                "lan print 1") cat /lan ;;
                "sol info 1") cat /sol ;;
                "channel getaccess 1 2") cat /access ;;
                "user list 1") cat /user ;;
                "user test 2 "*) {(fails is null ? "exit 0" : "exit 1")} ;;
                "sol payload status 1 2") echo "User 2 on channel 1 is enabled" ;;
                {fails ?? "nothing"}*) exit 1 ;;
                *) echo "$*" >>/written ;;
            esac
            """);
        foreach (var (name, text) in new[] { ("lan", lan), ("sol", sol), ("access", access), ("user", user) })
        {
            File.WriteAllText(Path.Combine(root, name), text + "\n");
        }
    }

    private static string Written(string root) =>
        File.Exists(Path.Combine(root, "written")) ? File.ReadAllText(Path.Combine(root, "written")) : "";

    private static void Program(string root, string path, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
        File.WriteAllText(Path.Combine(root, path), $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Path.Combine(root, path), (UnixFileMode)0x1ED);
    }

    // Its own mounts end with it.
    private static string Run(string root, string script, int status = 0) => Tool.Shell(
        root,
        "unshare -m sh -c 'mount --bind . . && mount -t proc proc proc 2>/dev/null || mount --bind /proc proc; cd \"$PWD\" && PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot . /bin/sh /warewulf/init.d/"
        + $"{script} 2>&1'; [ $? = {status} ]");
}

using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Formats;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Site;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Site;

[Trait("Suite", "Fast")]
public sealed partial class SiteSettingsTests : IDisposable
{
    private readonly HeadDirectory _files = new();
    private readonly SiteSettings _settings = new(NullLogger<SiteSettings>.Instance);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Read_NoFile_IsWhatIsInTheProgram()
    {
        File.Delete(Path.Combine(_files.Root, "etc/warewulf/warewulf.conf"));
        var site = _settings.Read(RunningHead.Options(_files));
        Assert.Equal((9873, false), (site.Warewulf.Port, site.Warewulf.Secure));
    }

    [Fact]
    public void Example_EveryKeyOfIt_IsKnown()
    {
        using var stream = typeof(SiteSettings).Assembly.GetManifestResourceStream("warewulf.conf")!;
        var example = new StreamReader(stream).ReadToEnd();
        var whole = CommentedKey().Replace(example, "$1$2");
        Assert.NotEqual(example, whole);
        List<string> odd = [];
        SiteConfReader.Read("warewulf.conf", whole, odd.Add);
        Assert.Empty(odd);
    }

    [Fact]
    public void Read_FileNamed_IsRead()
    {
        var file = _files.Write("other.conf", "warewulf:\n  port: 1234\n");
        Assert.Equal(1234, _settings.Read(RunningHead.Options(_files) with { ConfigurationFile = file }).Warewulf.Port);
    }

    [Fact]
    public void Read_FileNamedAndMissing_IsAnError()
    {
        var error = Assert.Throws<WarewulfException>(() => _settings.Read(RunningHead.Options(_files) with { ConfigurationFile = "/nope.conf" }));
        Assert.Equal(ApiErrorCode.NotFound, error.Code);
        Assert.Contains("WAREWULFCONF", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("warewulf:\n  port: [1\n", "line")]
    [InlineData("warewulf:\n  port: many\n", "line 2: 'port'")]
    [InlineData("ipaddr: 10.0.0.1\nnetmask: 255.0.255.0\n", "line 2: 'netmask': '255.0.255.0' is not a network mask")]
    public void Read_Malformed_NamesFileAndLine(string content, string expected)
    {
        var file = _files.Write("root/etc/warewulf/warewulf.conf", content);
        var error = Assert.Throws<WarewulfException>(() => _settings.Read(RunningHead.Options(_files)));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_UnchangedThenChanged_MakesOneRevisionEach()
    {
        using var catalog = new CatalogService(new MemoryCatalogStore(), new IdSource(RandomNumberGenerator.Create()), TimeProvider.System, NullLogger<CatalogService>.Instance);
        await PublishAsync(catalog);
        await PublishAsync(catalog);
        Assert.Equal(1, catalog.Current.Revision);

        _files.Write("root/etc/warewulf/warewulf.conf", HeadDirectory.SiteFile + "\nwarewulf:\n  port: 1234\n");
        await PublishAsync(catalog);
        await PublishAsync(catalog);
        Assert.Equal((2, 1234), (catalog.Current.Revision, catalog.Current.Site.Warewulf.Port));
    }

    // A key that is shown but not set; prose has a space after the '#'.
    [GeneratedRegex("^( *)#([a-z])", RegexOptions.Multiline)]
    private static partial Regex CommentedKey();

    private Task PublishAsync(CatalogService catalog) =>
        SiteSettings.PublishAsync(catalog, _settings.Read(RunningHead.Options(_files)), CancellationToken.None);
}

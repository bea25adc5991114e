using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Blobs;

[Trait("Suite", "Fast")]
public sealed class BlobVerifierTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RecordingLogger<BlobRepair> _repairs = new();
    private readonly RecordingLogger<BlobVerifier> _rounds = new();
    private SiloLab _lab = null!;

    private string Position => Path.Combine(_lab.Paths.Blobs, BlobVerifier.PositionFile);

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Round_DamagedSegment_IsSetAsideNamedAndMadeAgainByABuild()
    {
        var build = (await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"), build: true)).Image.Build!;
        var archive = _lab.Read(build.Archive);
        var segment = _lab.Get<BlobRecipes>().List(build.Archive).Last();
        Damage(segment);
        await using (Start())
        {
            await RoundAsync(1);
        }

        Assert.Null(_lab.Blobs.Find(segment));
        Assert.Single(_lab.Blobs.List(), file => file.IsDamaged && file.Digest == segment);
        Assert.Equal(2, _repairs.Lines.Count(line => line.Level == LogLevel.Error));
        Assert.Contains(_repairs.Lines, line => line.Text.Contains("Run 'wwctl image build rocky9'", StringComparison.Ordinal));
        Assert.Equal(build.Archive, (await _lab.BuildAsync("rocky9")).Image.Build!.Archive);
        Assert.Equal(archive, _lab.Read(build.Archive));
    }

    [Fact]
    public async Task Round_NothingDamaged_ReadsAllOnceAPeriod()
    {
        for (var i = 0; i < 50; i++)
        {
            await _lab.Blobs.PutAsync("blob", gzip: false, BitConverter.GetBytes(i));
        }

        await using var verifier = Start();
        await RoundAsync(1);
        Assert.Contains("all 50 blobs were read", Assert.Single(_rounds.Lines).Text, StringComparison.Ordinal);
        _lab.Time.Advance(BlobVerifier.Period - TimeSpan.FromHours(2));
        Assert.Single(_rounds.Lines);
        await RoundAsync(2);
        Assert.Empty(_repairs.Lines);
    }

    [Fact]
    public async Task Round_AfterARestart_GoesOnWhereItWas()
    {
        for (var i = 0; i < 200; i++)
        {
            await _lab.Blobs.PutAsync("blob", gzip: false, BitConverter.GetBytes(i));
        }

        var started = _lab.Time.GetUtcNow();
        await new VerifierPosition(started, "7f").WriteAsync(Position, CancellationToken.None);
        var rest = _lab.Blobs.List("7f").Count();
        Assert.InRange(rest, 50, 150);
        await using var verifier = Start();
        await RoundAsync(1);
        Assert.Contains($"all {rest} blobs", _rounds.Lines.Single().Text, StringComparison.Ordinal);
        Assert.Equal(new VerifierPosition(started, "ff"), VerifierPosition.Read(Position));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\nxx\n")]
    [InlineData("2026-03-01T12:00:00.0000000+00:00\n../\n")]
    public async Task Round_PositionUnreadable_BeginsAnew(string content)
    {
        await _lab.Blobs.PutAsync("blob", gzip: false, new byte[10]);
        await File.WriteAllTextAsync(Position, content);
        await using var verifier = Start();
        await RoundAsync(1);
        Assert.Contains("all 1 blobs", _rounds.Lines.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Large_IsPacedAndOneThatIsNotThereIsNobodysConcern()
    {
        var blob = await _lab.Blobs.PutAsync("blob", gzip: false, RandomNumberGenerator.GetBytes(3_000_000));
        var bytes = 0;
        Assert.True(await Repair().CheckAsync(
            blob.Digest,
            (read, _) =>
            {
                bytes += read;
                return Task.CompletedTask;
            },
            CancellationToken.None));
        Assert.Equal(3_000_000, bytes);
        Assert.True(await Repair().CheckAsync(ArtifactDigest.Of("none"u8), pace: null, CancellationToken.None));
    }

    private BlobVerifier Start() => new(_lab.Blobs, Repair(), _lab.Time, _rounds);

    private BlobRepair Repair() => new(_lab.Blobs, _lab.Get<BlobRoots>(), _lab.Get<BlobFetcher>(), _repairs);

    private async Task RoundAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (_rounds.Lines.Count < count)
        {
            _lab.Time.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(1, limit.Token);
        }
    }

    private void Damage(ArtifactDigest digest)
    {
        var path = _lab.Blobs.Find(digest)!;
        var content = File.ReadAllBytes(path);
        content[0] ^= 1;
        File.WriteAllBytes(path, content);
    }
}

using System.Buffers;
using System.Net;
using System.Text;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

/// <summary>
/// Whatever the template and wherever its data change: as long as the digest of what was read stays, the output stays, errors
/// included.
/// </summary>
[Trait("Suite", "Fast")]
public sealed class ReadsPropertyTests
{
    private const int Seed = 20_250_211;
    private const int Templates = 2_000;
    private const int ChangesEach = 6;

    private static readonly TemplateOptions Options = new() { MaxSteps = 20_000, MaxOutputBytes = 200_000, MaxDepth = 20 };

    [Fact]
    public void Output_WhileTheDigestStays_Stays()
    {
        var random = new Random(Seed);
        var (same, different, refused) = (0, 0, 0);
        for (var i = 0; i < Templates; i++)
        {
            var text = new RandomTemplate(random).Text();
            var template = GoTemplate.Parse("t", text, Options);
            var seed = random.Next();
            var host = RandomHost(new Random(seed), 2);
            var reads = new TemplateReads();
            var before = Render(template, host, reads);
            Assert.Equal(before, Render(template, RandomHost(new Random(seed), 2), null));
            for (var change = 0; change < ChangesEach; change++)
            {
                var other = RandomHost(new Random(seed), 2);
                for (var j = random.Next(3); j >= 0; j--)
                {
                    Change(random, other);
                }

                // Rendering may change the data; the digest is of what they were.
                var digest = reads.Fingerprint(RandomHost(new Random(seed), 2).Value);
                if (digest is null || reads.Fingerprint(other.Value) is not { } changed)
                {
                    refused++;
                }
                else if (digest.AsSpan().SequenceEqual(changed))
                {
                    same++;
                    var after = Render(template, other, null);
                    Assert.True(before == after, $"seed {Seed}, template {i}: {text}\nread {string.Join(", ", reads.Paths)}\nbefore {before}\nafter  {after}");
                }
                else
                {
                    different++;
                }
            }
        }

        Assert.True(same > Templates && different > Templates && refused < Templates, $"{same} same, {different} different, {refused} refused");
    }

    private static string Render(GoTemplate template, Host host, TemplateReads? reads)
    {
        var output = new ArrayBufferWriter<byte>();
        var end = "";
        try
        {
            template.Render(host.Value, output, new RenderSettings { Reads = reads });
        }
        catch (TemplateException error)
        {
            end = "!" + error.Message;
        }

        return Encoding.UTF8.GetString(output.WrittenSpan) + end;
    }

    private static Host RandomHost(Random random, int depth)
    {
        var host = new Host { Id = Word(random), Count = random.Next(3), Hidden = random.Next(3), Groups = random.Next(9) == 0 ? null : ["a", .. Words(random)] };
        foreach (var name in Words(random))
        {
            host.Tags[name] = Word(random);
        }

        foreach (var name in random.Next(9) == 0 ? [] : new[] { "eth0", "ib0" }[..(1 + random.Next(2))])
        {
            host.Ports[name] = RandomPort(random);
        }

        host.Spare = random.Next(5) == 0 ? null : random.Next(2) == 0 ? RandomPort(random) : host.Ports.GetValueOrDefault("eth0");
        host.Extra = RandomValue(random, 2);
        host.All = depth == 0 ? [] : [.. Enumerable.Range(0, 3 - random.Next(3)).Select(_ => RandomHost(random, depth - 1))];
        return host;
    }

    private static Port RandomPort(Random random)
    {
        var port = new Port
        {
            Device = Word(random),
            Address = random.Next(3) == 0 ? null : IPAddress.Parse($"10.0.0.{random.Next(3)}"),
            OnBoot = random.Next(2) == 0 ? "yes" : Word(random),
            Wipe = random.Next(3) switch { 0 => null, 1 => true, _ => false },
            Hidden = random.Next(5),
        };
        port.Tags[Word(random)] = Word(random);
        return port;
    }

    private static GoValue RandomValue(Random random, int depth) => random.Next(depth == 0 ? 5 : 8) switch
    {
        0 => GoValue.String(Word(random)),
        1 => GoValue.Int(random.Next(3)),
        2 => GoValue.Bool(random.Next(2) == 0),
        3 => GoValue.Float(random.Next(3) / 2.0),
        4 => GoValue.Nil,
        5 => GoValue.List([.. Enumerable.Range(0, random.Next(3)).Select(_ => RandomValue(random, depth - 1))]),
        _ => GoValue.Dictionary(Words(random).Distinct().Select(k => KeyValuePair.Create(k, RandomValue(random, depth - 1))).ToList()),
    };

    private static void Change(Random random, Host host)
    {
        while (host.All.Length > 0 && random.Next(3) == 0)
        {
            host = host.All[random.Next(host.All.Length)];
        }

        var port = host.Ports.Values.Append(host.Spare).FirstOrDefault(p => p is not null && random.Next(2) == 0);
        switch (random.Next(port is null ? 10 : 16))
        {
            case 0:
                host.Id = Word(random);
                break;
            case 1:
                host.Count = random.Next(3);
                break;
            case 2:
                host.Hidden = random.Next(3);
                break;
            case 3:
                host.Groups = random.Next(4) == 0 ? null : Words(random);
                break;
            case 4:
                host.Tags[Word(random)] = Word(random);
                break;
            case 5:
                host.Tags.Remove(Word(random));
                break;
            case 6:
                host.Spare = random.Next(2) == 0 ? null : host.Ports.GetValueOrDefault("eth0") ?? RandomPort(random);
                break;
            case 7:
                host.Extra = RandomValue(random, 2);
                break;
            case 8:
                host.Ports[random.Next(2) == 0 ? "eth0" : "x"] = RandomPort(random);
                break;
            case 9:
                host.All = [.. host.All.Skip(1)];
                break;
            case 10:
                port!.Device = Word(random);
                break;
            case 11:
                port!.Address = random.Next(3) == 0 ? null : IPAddress.Parse($"10.0.0.{random.Next(3)}");
                break;
            case 12:
                port!.OnBoot = random.Next(2) == 0 ? "yes" : Word(random);
                break;
            case 13:
                port!.Wipe = random.Next(3) switch { 0 => null, 1 => true, _ => false };
                break;
            case 14:
                port!.Hidden = random.Next(5);
                break;
            default:
                port!.Tags[Word(random)] = Word(random);
                break;
        }
    }

    private static string Word(Random random) => random.Next(8) switch { 0 => "", < 4 => "a", < 6 => "b", 6 => "eth0", _ => "k" };

    private static string[] Words(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Word(random))];
}

using System.Net.Sockets;
using Warewulf.Core;
using Warewulf.Edge.Hosting;

namespace Warewulf.Edge.Tests.Hosting;

[Trait("Suite", "Fast")]
public sealed class ServiceRunnerTests
{
    public static TheoryData<Exception> Refusals => new()
    {
        WarewulfException.Invalid("The setting is wrong. Correct it."),
        new IOException("The disk refuses."),
        new UnauthorizedAccessException("This user may not."),
        new SocketException((int)SocketError.AddressNotAvailable),
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Run_MachineRefusesTheStart_EndsWithOne(Exception refusal) =>
        Assert.Equal(1, await RunAsync(_ => throw refusal, default));

    [Fact]
    public async Task Run_DefectAtTheStart_IsNotTakenForARefusal() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(_ => throw new InvalidOperationException(), default));

    [Fact]
    public async Task Run_Stopped_EndsWithZero() =>
        Assert.Equal(0, await RunAsync(_ => Task.CompletedTask, new CancellationToken(true)));

    private static Task<int> RunAsync(Func<Nothing, Task> start, CancellationToken stop) => ServiceRunner.RunAsync(
        "test", (_, _) => new Nothing(), (service, _) => start(service), (_, _) => Task.CompletedTask, stop);

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

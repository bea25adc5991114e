using Warewulf.Cli;
using Warewulf.Cli.Output;

using var terminal = new SystemTerminal();
using var interrupt = new Interrupt();
var environment = new CliEnvironment(terminal, Environment.GetEnvironmentVariable, TimeProvider.System, Environment.CurrentDirectory)
{
    UserName = Environment.UserName,
    IsRoot = Environment.IsPrivilegedProcess,
};
return await Wwctl.RunAsync(args, environment, interrupt.Token);

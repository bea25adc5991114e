using System.CommandLine;
using Warewulf.Edge.Hosting;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Images.Sessions;

if (args is [SessionChild.Word, var socket])
{
    return SessionChild.Run(socket);
}

var command = SiloCommand.Create((options, stop) => ServiceRunner.RunAsync(
    "warewulfd",
    (time, loggers) => new SiloHost(options, time, loggers),
    (silo, cancelled) => silo.StartAsync(cancelled),
    (silo, cancelled) => silo.ReloadAsync(cancelled),
    stop));
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = ServiceRunner.StopTime });

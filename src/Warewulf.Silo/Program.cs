using System.CommandLine;
using Warewulf.Edge.Hosting;
using Warewulf.Silo.Hosting;

var command = SiloCommand.Create((options, stop) => ServiceRunner.RunAsync(
    "warewulfd",
    (time, loggers) => new SiloHost(options, time, loggers),
    (silo, cancelled) => silo.StartAsync(cancelled),
    (silo, cancelled) => silo.ReloadAsync(cancelled),
    stop));
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = ServiceRunner.StopTime });

using System.CommandLine;
using Warewulf.Edge.Hosting;

var command = EdgeCommand.Create((options, stop) => ServiceRunner.RunAsync(
    "wwedge",
    (time, loggers) => new EdgeHost(options, time, loggers),
    (edge, cancelled) => edge.StartAsync(cancelled),
    (_, _) => Task.CompletedTask, // the heads tell an edge its settings as they change
    stop));
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = ServiceRunner.StopTime });

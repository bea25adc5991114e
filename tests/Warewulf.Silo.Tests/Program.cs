using Warewulf.Silo.Tests.Storage;

return args is ["crash-writer", var path] ? await CrashWriter.RunAsync(path) : 2;

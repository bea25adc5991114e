using Warewulf.Silo.Tests.Storage;

return args is ["crash-writer", var database, var path] ? await CrashWriter.RunAsync(database, path) : 2;

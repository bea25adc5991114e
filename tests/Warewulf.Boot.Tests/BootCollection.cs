namespace Warewulf.Boot.Tests;

/// <summary>All tests that boot machines, one after the other: a machine is emulated and wants a whole processor.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1711 // xunit calls it a collection.
public sealed class BootCollection : ICollectionFixture<BootLab>
#pragma warning restore CA1711
{
    public const string Name = "Machines";
}

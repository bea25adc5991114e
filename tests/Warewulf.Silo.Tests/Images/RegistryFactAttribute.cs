namespace Warewulf.Silo.Tests.Images;

/// <summary>A test that needs docker-registry and skopeo.</summary>
internal sealed class RegistryFactAttribute : FactAttribute
{
    public RegistryFactAttribute() => Skip = Registry.IsInstalled ? null : "docker-registry and skopeo are not installed: deploy/lab/packages --tests";
}

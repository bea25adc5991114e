namespace Warewulf.Core.Tests.Formats;

/// <summary>A test that needs Python with its YAML library.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonYamlFactAttribute : FactAttribute
{
    public PythonYamlFactAttribute()
    {
        if (!PythonYaml.IsThere)
        {
            Skip = "python3 with the module yaml is not installed.";
        }
    }
}

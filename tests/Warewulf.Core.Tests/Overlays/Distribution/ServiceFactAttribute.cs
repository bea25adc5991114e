using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>
/// A test that needs a program whose package <c>deploy/lab/packages</c> leaves out, because it starts a service or takes the place of another
/// one; skipped where that is not there.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServiceFactAttribute : FactAttribute
{
    public ServiceFactAttribute(string program, string package) => Skip =
        !Environment.IsPrivilegedProcess ? "Needs root."
        : Tool.Exists(program) ? null
        : $"'{program}' is not here: its package {package} would start a service, and is therefore installed by nobody but you.";
}

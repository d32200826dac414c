using Xunit;

namespace WsAuth.Testing.Proxies;

/// <summary>A test with a real nginx, and with Python behind or before it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonNginxFactAttribute : FactAttribute
{
    public PythonNginxFactAttribute() => Skip = Programs.NginxMissing ?? Programs.PythonMissing;
}

/// <summary>As <see cref="PythonNginxFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonNginxTheoryAttribute : TheoryAttribute
{
    public PythonNginxTheoryAttribute() => Skip = Programs.NginxMissing ?? Programs.PythonMissing;
}

using Xunit;

namespace WsAuth.Testing.Proxies;

/// <summary>A test with a real nginx, and with Node for the client.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute() => Skip = Programs.NginxMissing ?? Programs.NodeMissing;
}

/// <summary>As <see cref="NginxFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NginxTheoryAttribute : TheoryAttribute
{
    public NginxTheoryAttribute() => Skip = Programs.NginxMissing ?? Programs.NodeMissing;
}

using Xunit;

namespace WsAuth.Testing.Proxies;

/// <summary>A test with a real haproxy, and with Node for the client.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HaproxyFactAttribute : FactAttribute
{
    public HaproxyFactAttribute() => Skip = Programs.HaproxyMissing ?? Programs.NodeMissing;
}

using WsAuth.Secrets;

namespace WsAuth.Tests.Mismatch;

/// <summary>Variables that do something when they are asked for.</summary>
internal sealed class MeddlingVariables(Func<string, string?> meddle) : IEnvironmentVariables
{
    public IEnvironmentVariables? Inner { get; set; }

    public string? Get(string name) => meddle(name) ?? Inner!.Get(name);
}

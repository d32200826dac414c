using WsAuth.Testing;
using WsAuth.Testing.Proxies;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>nginx before a service, as its operator has it: it passes the handshake on and says for whom.</summary>
internal static class FrontNginx
{
    public const string PassUpgrade =
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;";

    private const string SayForWhom = "proxy_set_header X-Forwarded-For $remote_addr;";

    /// <param name="host">The service.</param>
    /// <param name="further">What else stands in the <c>location</c> block.</param>
    public static Task<ReverseProxyProcess> StartAsync(KestrelHost host, string further = "") =>
        ReverseProxyProcess.StartNginxAsync(host.Address, PassUpgrade + SayForWhom + further);

    /// <summary>nginx whose <c>location</c> block has nothing but the address of the service, as most tutorials begin.</summary>
    public static Task<ReverseProxyProcess> StartBareAsync(KestrelHost host) =>
        ReverseProxyProcess.StartNginxAsync(host.Address, SayForWhom);
}

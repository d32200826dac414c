using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using WsAuth.Client;

namespace Gateway.Tests;

/// <summary>
/// The Gateway, as it is, on a real Kestrel at a free loopback port. Its secrets are settings of this host alone: no variable
/// of the process is touched, and any number of these run side by side.
/// </summary>
public sealed class GatewayFixture : WebApplicationFactory<Program>
{
    public GatewayFixture()
    {
        UseKestrel(port: 0);
        StartServer();
    }

    /// <summary>Mints what this very server accepts.</summary>
    public TokenMinter Minter => TokenMinter.For(Services);

    /// <summary>The WebSocket URL of a path.</summary>
    public Uri WebSocket(string path) => new UriBuilder(new Uri(ClientOptions.BaseAddress, path)) { Scheme = "ws" }.Uri;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Staging");
        builder.UseSetting("WsAuth:Secrets:jwt:Order", "config:Tests:Jwt");
        builder.UseSetting("WsAuth:Secrets:edge:Order", "config:Tests:Edge");
        builder.UseSetting("WsAuth:Query:AccessToken", "true");
        builder.UseSetting("Tests:Jwt", RandomNumberGenerator.GetHexString(64));
        builder.UseSetting("Tests:Edge", RandomNumberGenerator.GetHexString(64));
    }
}

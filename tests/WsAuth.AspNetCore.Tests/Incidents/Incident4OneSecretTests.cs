using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Testing.Proxies;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>
/// Outage 4, the secrets: REST and WebSocket used different ones. Here both resolve one named secret, whether REST goes through the same scheme or through
/// IdentityModel, so that a token is good at both or at none, and stays so when the secret changes.
/// </summary>
public sealed class Incident4OneSecretTests : IDisposable
{
    private readonly string _first = TestSecrets.Hex();
    private readonly string _second = TestSecrets.Hex();
    private readonly TestFolder _folder = new();
    private readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [NginxFact]
    public async Task One_token_is_good_at_REST_and_at_the_socket_or_at_none()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);

        Assert.Equal((true, true, true), await TryAsync(nginx, Sign(_first)));
        Assert.Equal((false, false, false), await TryAsync(nginx, Sign(_second)));
    }

    [NginxFact]
    public async Task A_secret_that_changes_changes_for_both()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        Assert.Equal((true, true, true), await TryAsync(nginx, Sign(_first)));

        _folder.Write("jwt", _second);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((false, false, false), await TryAsync(nginx, Sign(_first)));
        Assert.Equal((true, true, true), await TryAsync(nginx, Sign(_second)));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(bool BySameScheme, bool ByIdentityModel, bool BySocket)> TryAsync(
        ReverseProxyProcess nginx,
        string token
    )
    {
        using var same = await new Uri(nginx.Address, "/rest").GetAsync(token);
        using var bridged = await new Uri(nginx.Address, "/bridged").GetAsync(token);
        var socket = await ClientScript.ConnectByNodeAsync(nginx.WebSocket("/ws"), token);
        Assert.Contains(same.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized });
        Assert.Contains(bridged.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized });
        return (same.IsSuccessStatusCode, bridged.IsSuccessStatusCode, socket.Opened);
    }

    private string Sign(string secret) =>
        HandmadeJwt.Sign(
            HandmadeJwt.Header,
            HandmadeJwt.At(HandmadeJwt.Payload, TimeProvider.System.GetUtcNow()),
            Encoding.UTF8.GetBytes(secret)
        );

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/rest", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/bridged", HttpConversation.WhoAmIAsync)
                    .RequireAuthorization(policy =>
                        policy.AddAuthenticationSchemes(RestByIdentityModel.Name).RequireAuthenticatedUser()
                    );
            },
            new Dictionary<string, string?> { ["WsAuth:Secrets:jwt:Order"] = $"file:{_folder.Write("jwt", _first)}" },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder
                    .Services.AddAuthentication()
                    .AddScheme<AuthenticationSchemeOptions, RestByIdentityModel>(RestByIdentityModel.Name, null);
            },
            clock: _clock
        );
}

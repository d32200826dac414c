using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_client_of_the_readme_connects()
    {
        var settings = new Dictionary<string, string?>
        {
            ["WsAuth:Secrets:jwt:Order"] = "config:Shared",
            ["Shared"] = TestSecrets.Hex(),
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            settings,
            "Staging"
        );
        var url = host.WebSocket("/ws");

        using var minter = TokenMinter.FromConfiguration(configuration, environment: "Staging");
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(minter.Jwt("u1"));
        await socket.ConnectAsync(url, CancellationToken.None);
        // Where it throws: socket.GetHandshakeRefusal() is the status, the reason and the attempt id of the server's log line.
        Assert.Equal(WebSocketState.Open, socket.State);
        Assert.Null(socket.GetHandshakeRefusal());
    }
}

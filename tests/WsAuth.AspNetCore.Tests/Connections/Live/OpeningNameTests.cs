using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A client knows of its socket a moment before the registry does: what it asks for by the name in that moment waits.</summary>
public sealed class OpeningNameTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_refresh_that_overtakes_the_registry_finds_the_socket()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new LiveService
        {
            Map = app =>
            {
                app.Use(
                    async (context, next) =>
                    {
                        if (context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } feature)
                        {
                            context.Features.Set<IHttpWebSocketFeature>(new SlowAccept(feature, asked.Task));
                            await next(context);
                            return;
                        }

                        // It has looked for the name when this comes back.
                        var answering = next(context);
                        asked.TrySetResult();
                        await answering;
                    }
                );
                app.MapWsAuthConnections();
            },
        };
        await using var host = await service.StartAsync();
        using var client = new HttpClient();
        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, TimeSpan.FromMinutes(5)));
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Http($"/ws-auth/connections/{Id}/refresh"));
        request.Headers.Authorization = new("Bearer", MintFor(host, TimeSpan.FromMinutes(10)));

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Has answered the handshake, and does not say so before somebody has asked for the socket.</summary>
    private sealed class SlowAccept(IHttpWebSocketFeature inner, Task asked) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => inner.IsWebSocketRequest;

        public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
        {
            var socket = await inner.AcceptAsync(context);
            await asked;
            return socket;
        }
    }
}

using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>One subject of two issuers is two callers: the one prolongs nothing of the other's, and does not take the name of its socket.</summary>
public sealed class RefreshedIssuerTests : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private readonly TestFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_socket_of_one_issuer_is_prolonged_by_that_issuers_token_alone(bool isByTicket)
    {
        await using var host = await StartAsync();
        using var socket = await OpenAsync(host, Mint("one"), isByTicket);

        foreach (var other in new[] { Mint("two"), host.MintJwt() })
        {
            using var refused = await RefreshAsync(host, other);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("subject_mismatch", host.Logs.Handshakes[^1].Id.Name);
        }

        using var own = await RefreshAsync(host, Mint("one"));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task A_ticket_of_one_that_names_no_issuer_is_prolonged_by_none()
    {
        await using var host = await StartAsync();
        using var socket = await OpenAsync(host, host.MintJwt(), isByTicket: true);

        foreach (var token in new[] { Mint("one"), host.MintJwt() })
        {
            using var refused = await RefreshAsync(host, token);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task The_same_name_at_another_issuer_does_not_take_the_name_of_a_socket(bool isFirst, bool isSecond)
    {
        await using var host = await StartAsync();
        using var socket = await OpenAsync(host, Mint("one"), isFirst);
        var first = host.Services.GetRequiredService<ConnectionRegistry>().FindChosen(Id);

        using var thief = await OpenAsync(host, Mint("two"), isSecond);
        Assert.Same(first, host.Services.GetRequiredService<ConnectionRegistry>().FindChosen(Id));

        using var anew = await OpenAsync(host, Mint("one"), isSecond);
        Assert.NotSame(first, host.Services.GetRequiredService<ConnectionRegistry>().FindChosen(Id));
    }

    public void Dispose() => _folder.Dispose();

    private Task<KestrelHost> StartAsync()
    {
        var settings = new Dictionary<string, string?>();
        foreach (var name in new[] { "one", "two" })
        {
            settings[$"WsAuth:Jwt:Issuers:{name}:Issuer"] = $"https://{name}.example";
            settings[$"WsAuth:Jwt:Issuers:{name}:Key"] = "file:" + _folder.Write(name + ".pem", KeyOf(name).PublicPem);
        }

        return TicketHost.StartAsync(app => app.MapWsAuthConnections(), settings: settings, clock: _clock);
    }

    private static async Task<ClientWebSocket> OpenAsync(KestrelHost host, string token, bool isByTicket)
    {
        var path = $"/ws?wsauth_attempt={Id}";
        if (isByTicket)
        {
            path += $"&ticket={(await host.AskForTicketAsync(token, """{"path":"/ws"}""")).Ticket}";
        }

        var socket = await host.ConnectAsync(path, isByTicket ? null : token);
        await socket.AskAsync("hello");
        return socket;
    }

    private static Task<HttpResponseMessage> RefreshAsync(KestrelHost host, string token) =>
        host.Http($"/ws-auth/connections/{Id}/refresh").SendAsync(HttpMethod.Post, token);

    private string Mint(string issuer) =>
        KeyOf(issuer)
            .Sign(
                $$"""{"iss":"https://{{issuer}}.example","sub":"u1","exp":{{_clock.GetUtcNow().ToUnixTimeSeconds() + 300}}}"""
            );

    private static IssuingKey KeyOf(string issuer) => IssuingKey.For("ES256", number: issuer == "one" ? 1 : 2);
}

using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.Options;
using WsAuth.State;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>A hub and <c>@microsoft/signalr</c>: as Node's client, which sets headers, and as a page's, which cannot. docs/signalr.md says what is seen here.</summary>
public sealed class SignalRTests
{
    private static readonly (string, string?) AsPage = ("AS", "browser");
    private static readonly (string, string?) Direct = ("DIRECT", "1");
    private static readonly (string, string?) Stay = ("STAY", "1");

    [NodeTheory]
    [InlineData("WebSockets")]
    [InlineData("LongPolling")]
    public async Task Node_connects_by_header_alone(string transport)
    {
        await using var host = await new HubService { IsQueryRead = false }.StartAsync();

        var outcome = await ConnectAsync(host, host.MintJwt("u7"), ("TRANSPORT", transport));

        Assert.Equal((true, "u7", null), (outcome.Opened, outcome.Answer, outcome.Thrown));
        Assert.True(host.Logs.Handshakes.Count >= 2);
        Assert.All(host.Logs.Handshakes, line => AssertAccepted(line, "Authorization header"));
    }

    [NodeTheory]
    [InlineData("WebSockets")]
    [InlineData("ServerSentEvents")]
    public async Task A_page_connects_by_the_query(string transport)
    {
        await using var host = await new HubService().StartAsync();

        var outcome = await ConnectAsync(host, host.MintJwt("u7"), AsPage, ("TRANSPORT", transport));

        Assert.Equal((true, "u7", null), (outcome.Opened, outcome.Answer, outcome.Thrown));
        AssertAccepted(host.Logs.Handshakes[0], "Authorization header");
        AssertAccepted(host.Logs.Handshakes[1], "query parameter access_token");
    }

    [NodeFact]
    public async Task A_page_without_negotiation_connects_by_the_query_alone()
    {
        await using var host = await new HubService().StartAsync();

        var outcome = await ConnectAsync(host, host.MintJwt("u7"), AsPage, Direct);

        Assert.Equal((true, "u7", null), (outcome.Opened, outcome.Answer, outcome.Thrown));
        AssertAccepted(Assert.Single(host.Logs.Handshakes), "query parameter access_token");
    }

    [NodeFact]
    public async Task Where_the_query_is_not_read_the_log_names_the_setting()
    {
        await using var host = await new HubService { IsQueryRead = false }.StartAsync();

        // Not a token of this suite: the host logs the query of a request that it was told nothing about.
        var outcome = await ConnectAsync(host, "session_1", AsPage, Direct);

        Assert.StartsWith("WebSocket failed to connect.", outcome.Thrown, StringComparison.Ordinal);
        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal("credential_misplaced", line.Id.Name);
        Assert.Contains("WsAuth:Query:AccessToken", line.Message, StringComparison.Ordinal);
    }

    [NodeTheory]
    [InlineData("expired", "token_expired", "token_expired")]
    [InlineData("audience", "audience_refused", "credential_invalid")]
    [InlineData("secret", "key_unknown", "credential_invalid")]
    public async Task A_refused_negotiation_tells_the_class_and_the_attempt(string flaw, string reason, string told)
    {
        await using var host = await new HubService().StartAsync();
        await using var other = await new HubService().StartAsync();
        var token = flaw switch
        {
            "expired" => host.MintJwt("u7", content => content.Lifetime = TimeSpan.FromMinutes(-10)),
            "audience" => host.MintJwt("u7", content => content.Audience = "billing"),
            _ => other.MintJwt("u7"),
        };

        foreach (var client in new[] { ("AS", null), AsPage })
        {
            var outcome = await ConnectAsync(host, token, client);

            Assert.Equal((false, 401, told), (outcome.Opened, outcome.Status, outcome.Reason));
            var line = Assert.Single(
                host.Logs.Handshakes,
                line => Equals(line.Values["AttemptId"], outcome.Attempt ?? "none")
            );
            Assert.Equal(reason, line.Id.Name);
        }
    }

    [NodeFact]
    public async Task A_page_without_negotiation_learns_nothing_of_an_HTTP_refusal_and_the_class_by_accept_then_close()
    {
        await using var silent = await new HubService().StartAsync();
        await using var telling = await new HubService { Refusal = RefusalMode.CloseForBrowsers }.StartAsync();

        var unseen = await ConnectAsync(silent, Expired(silent), AsPage, Direct, Origin(silent));
        var seen = await ConnectAsync(telling, Expired(telling), AsPage, Direct, Origin(telling));
        var negotiated = await ConnectAsync(telling, Expired(telling), AsPage, Origin(telling));

        Assert.StartsWith("WebSocket failed to connect.", unseen.Thrown, StringComparison.Ordinal);
        Assert.Equal((false, 1006), (unseen.Opened, unseen.Closed));
        Assert.Equal((false, 4401, "token_expired"), (seen.Opened, seen.Closed, seen.Text));
        Assert.Equal((false, 401, "token_expired"), (negotiated.Opened, negotiated.Status, negotiated.Reason));
        Assert.All(telling.Logs.Handshakes, line => Assert.Equal("token_expired", line.Id.Name));
    }

    [NodeTheory]
    [InlineData(null)]
    [InlineData("browser")]
    public async Task The_end_of_the_session_closes_the_connection_and_the_client_reads_why(string? client)
    {
        var service = new HubService();
        await using var host = await service.StartAsync();
        var connecting = ConnectAsync(host, host.MintJwt("u7"), ("AS", client), Stay);
        await StayedAsync(service, connecting);

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        var outcome = await connecting;

        Assert.Equal(("u7", 4401, "expired_while_connected"), (outcome.Answer, outcome.Closed, outcome.Text));
        AssertEnded(host, "expired_while_connected");
    }

    [NodeFact]
    public async Task A_revocation_closes_the_connection()
    {
        var service = new HubService();
        await using var host = await service.StartAsync();
        var connecting = ConnectAsync(host, host.MintJwt("u7"), Stay);
        await StayedAsync(service, connecting);

        await host.Services.GetRequiredService<LiveConnections>().RevokeAsync(Revocation.OfSubject("u7"));
        var outcome = await connecting;

        Assert.Equal(("u7", 4403, "revoked_while_connected"), (outcome.Answer, outcome.Closed, outcome.Text));
        AssertEnded(host, "revoked_while_connected");
    }

    private static Task<ConnectOutcome> ConnectAsync(
        KestrelHost host,
        string token,
        params (string Name, string? Value)[] input
    ) => ClientScript.ConnectToHubAsync(host.Http("/hub"), token, input);

    // A client that ended before it stayed says why.
    private static async Task StayedAsync(HubService service, Task<ConnectOutcome> connecting)
    {
        if (await Task.WhenAny(service.Stayed, connecting) == connecting)
        {
            Assert.Fail((await connecting).ToString());
        }

        await service.Stayed;
    }

    private static string Expired(KestrelHost host) =>
        host.MintJwt("u7", content => content.Lifetime = TimeSpan.FromMinutes(-10));

    private static (string, string?) Origin(KestrelHost host) =>
        ("ORIGIN", host.Address.GetLeftPart(UriPartial.Authority));

    private static void AssertAccepted(RecordedEvent line, string location)
    {
        Assert.Equal("handshake_accepted", line.Id.Name);
        Assert.Contains(location, line.Message, StringComparison.Ordinal);
    }

    private static void AssertEnded(KestrelHost host, string reason)
    {
        LiveService.WaitUntilEmpty(host);
        LiveService.WaitUntil(() => host.Logs.Handshakes.Any(line => line.Id.Name == reason), "The end is not logged.");
    }
}

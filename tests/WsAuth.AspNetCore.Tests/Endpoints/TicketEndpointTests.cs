using System.Text.Json;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

public sealed class TicketEndpointTests
{
    [Fact]
    public async Task The_answer_is_what_a_page_needs_and_nothing_keeps_it()
    {
        await using var host = await TicketHost.StartAsync();

        var answer = await host.AskForTicketAsync(host.MintJwt());

        Assert.Equal((200, "no-store"), (answer.Status, answer.CacheControl));
        Assert.Equal(["ticket", "expires_in", "path"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(30, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal($"/ws?ticket={answer.Ticket}", answer.Path);
        using var socket = await host.ConnectAsync(answer.Path);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task An_absolute_url_is_answered_where_a_public_base_is_configured()
    {
        await using var host = await TicketHost.StartAsync(
            settings: new Dictionary<string, string?> { ["WsAuth:Tickets:PublicBase"] = "wss://api.example/" }
        );

        var answer = await host.AskForTicketAsync(host.MintJwt());

        Assert.Equal($"wss://api.example{answer.Path}", answer.Json.GetProperty("url").GetString());
    }

    [Fact]
    public async Task Without_a_credential_there_is_none()
    {
        await using var host = await TicketHost.StartAsync();

        Assert.Equal((401, "credential_missing"), Told(await host.AskForTicketAsync(null)));
        Assert.Equal(
            (401, "token_expired"),
            Told(await host.AskForTicketAsync(host.MintJwt(configure: jwt => jwt.Lifetime = TimeSpan.FromMinutes(-10))))
        );
    }

    [Fact]
    public async Task A_ticket_never_buys_a_ticket()
    {
        await using var host = await TicketHost.StartAsync();
        var ticket = (await host.AskForTicketAsync(host.MintJwt())).Ticket;

        Assert.Equal((401, "credential_kind_refused"), Told(await host.AskForTicketAsync(ticket)));
        Assert.Equal(
            (401, "credential_misplaced"),
            Told(await host.AskForTicketAsync(null, at: $"/auth/ws-ticket?ticket={ticket}"))
        );
        Assert.DoesNotContain(host.Logs.All, entry => LeakWatch.Holds(entry.Message));
    }

    [Theory]
    [InlineData("""{"path":"/other/ws"}""", "", "/other/ws")]
    [InlineData(null, "?path=%2Fother%2Fws", "/other/ws")]
    [InlineData("""{"path":"/other/ws"}""", "?path=/other/ws", "/other/ws")]
    [InlineData("{}", "", "/ws")]
    [InlineData("""{"path":"/a b/ü"}""", "", "/a%20b/%C3%BC")]
    public async Task The_caller_names_the_path(string? body, string query, string path)
    {
        await using var host = await TicketHost.StartAsync();

        var answer = await host.AskForTicketAsync(host.MintJwt(), body, "/auth/ws-ticket" + query);

        Assert.Equal(200, answer.Status);
        Assert.StartsWith(path + "?ticket=", answer.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"path":"ws"}""", "")]
    [InlineData("""{"path":""}""", "")]
    [InlineData("""{"path":"//evil.example/ws"}""", "")]
    [InlineData("""{"path":"/ws?x=1"}""", "")]
    [InlineData("""{"path":"/ws#x"}""", "")]
    [InlineData("""{"path":"/\\evil.example"}""", "")]
    [InlineData("""{"path":"/ws\u0000"}""", "")]
    [InlineData("""{"path":"/ws\ud800"}""", "")]
    [InlineData("""{"path":1}""", "")]
    [InlineData("""{"path":"/ws","path":"/admin"}""", "")]
    [InlineData("""["/ws"]""", "")]
    [InlineData("path=/ws", "")]
    [InlineData("""{"path":"/ws"}""", "?path=/admin")]
    [InlineData(null, "?path=/ws&path=/admin")]
    public async Task What_is_no_path_is_refused(string? body, string query)
    {
        await using var host = await TicketHost.StartAsync();

        Assert.Equal(
            (400, "ticket_path_refused"),
            Told(await host.AskForTicketAsync(host.MintJwt(), body, "/auth/ws-ticket" + query))
        );
    }

    [Fact]
    public async Task A_body_of_megabytes_is_not_read_to_its_end()
    {
        await using var host = await TicketHost.StartAsync();

        var answer = await host.AskForTicketAsync(host.MintJwt(), $$"""{"path":"/{{new string('a', 5000)}}"}""");

        Assert.Equal((400, "ticket_path_refused"), Told(answer));
    }

    [Fact]
    public async Task Five_are_live_at_a_time_for_a_principal()
    {
        var clock = new ManualTimeProvider();
        await using var host = await TicketHost.StartAsync(clock: clock);
        var token = host.MintJwt();
        Assert.Equal(200, (await host.AskForTicketAsync(token)).Status);
        clock.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(200, (await host.AskForTicketAsync(token)).Status);
        }

        var sixth = await host.AskForTicketAsync(token);

        Assert.Equal((429, "too_many_tickets"), Told(sixth));
        Assert.Equal(TimeSpan.FromSeconds(20), sixth.RetryAfter);
        Assert.Equal(200, (await host.AskForTicketAsync(host.MintJwt("u2"))).Status);
        clock.StepWallClock(TimeSpan.FromHours(1));
        Assert.Equal(429, (await host.AskForTicketAsync(host.MintJwt())).Status);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(200, (await host.AskForTicketAsync(host.MintJwt())).Status);
    }

    [Fact]
    public async Task The_session_is_the_one_of_the_token_that_bought_it()
    {
        await using var host = await TicketHost.StartAsync();
        var token = host.MintJwt("u7", jwt => jwt.Lifetime = TimeSpan.FromMinutes(17));
        var ends = JsonDocument
            .Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))
            .RootElement.GetProperty("exp")
            .GetInt64();

        using var socket = await host.ConnectAsync((await host.AskForTicketAsync(token)).Path);

        Assert.Contains(
            $"session ends {DateTimeOffset.FromUnixTimeSeconds(ends):u}",
            host.Logs.Handshakes[^1].Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            host.Logs.Messages,
            line =>
                line.StartsWith(
                    "Connection ticket issued: \"u7\" for \"/ws\", to be redeemed within 30 s",
                    StringComparison.Ordinal
                )
        );
    }

    private static (int, string?) Told(TicketAnswer answer) => (answer.Status, answer.Reason);
}

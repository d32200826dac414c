using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Observation;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.RefreshTests;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A refused refresh is explained and counted as a refused handshake is.</summary>
public sealed class ExplainedRefreshTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";
    private const string Finding = "Signed with none of the ";
    private static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    private readonly LiveService _service = new()
    {
        Settings = { ["WsAuth:Limits:FailedAttempts"] = "3", ["WsAuth:Limits:FailureWindow"] = "00:01:00" },
        Map = app => app.MapWsAuthConnections(),
    };

    [Fact]
    public async Task A_wrong_signature_is_looked_into_and_remembered_under_an_id_of_its_own()
    {
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, Five));
        await socket.AskAsync("hello");

        using var answer = await RefreshAsync(host, Damage(MintFor(host, Five)));

        var attempt = answer.Headers.GetValues("X-WsAuth-Attempt").Single();
        Assert.NotEqual(Only(host).AttemptId, attempt);
        var told = WaitForRefusal(host);
        Assert.Contains(Finding, told.Message, StringComparison.Ordinal);
        Assert.Equal((attempt, Only(host).AttemptId), (told.Values["AttemptId"], told.Values["ConnectionAttemptId"]));
        var journal = host.Services.GetRequiredService<HandshakeJournal>();
        var entry = journal.Find(attempt)!;
        Assert.Equal(("signature_mismatch", 401), (entry.Reason!.Code, entry.Status));
        Assert.Equal(IPAddress.Loopback, entry.RemoteAddress);
        Assert.Contains(Finding, entry.Explanation, StringComparison.Ordinal);
        Assert.Null(journal.Find(Id)!.Reason);
        Assert.Null(journal.Find(Only(host).AttemptId)!.Reason);
    }

    [Fact]
    public async Task Over_a_protocol_of_the_applications_it_is_so_too()
    {
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, Five));
        await socket.AskAsync("hello");

        await RefreshTests.Live(host).RefreshAsync(Only(host), Damage(MintFor(host, Five)));

        var told = WaitForRefusal(host);
        Assert.Contains(Finding, told.Message, StringComparison.Ordinal);
        var entry = host.Services.GetRequiredService<HandshakeJournal>().Find((string)told.Values["AttemptId"]!);
        Assert.Equal(("signature_mismatch", IPAddress.Loopback), (entry!.Reason!.Code, entry.RemoteAddress));
        Assert.Null(host.Services.GetRequiredService<HandshakeJournal>().Find(Id)!.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_tries_too_many_is_told_to_wait_there_and_at_the_door_and_a_valid_one_is_taken(bool isHttp)
    {
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, Five));
        await socket.AskAsync("hello");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("credential_invalid", await FailAsync(host, isHttp));
        }

        Assert.Equal("too_many_failures", await FailAsync(host, isHttp));
        Assert.Equal("too_many_failures", (await host.ConnectInVainAsync("/ws", Damage(MintFor(host, Five)))).Reason);
        using var answer = await RefreshAsync(host, Damage(MintFor(host, Five)));
        Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter?.Delta);
        using var valid = await RefreshAsync(host, MintFor(host, TimeSpan.FromMinutes(10)));
        Assert.Equal(HttpStatusCode.OK, valid.StatusCode);
        _service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("credential_invalid", await FailAsync(host, isHttp));
    }

    private static async Task<string> FailAsync(KestrelHost host, bool isHttp)
    {
        var token = Damage(MintFor(host, Five));
        if (!isHttp)
        {
            return (await RefreshTests.Live(host).RefreshAsync(Only(host), token))!.Refusal!.Reason.WireClass;
        }

        using var answer = await RefreshAsync(host, token);
        return answer.Headers.GetValues("X-WsAuth-Reason").Single();
    }

    private static RecordedEvent WaitForRefusal(KestrelHost host)
    {
        RecordedEvent? told = null;
        WaitUntil(
            () =>
                (told = host.Logs.Handshakes.SingleOrDefault(entry => entry.Id.Name == "signature_mismatch"))
                    is not null,
            "The refusal is not logged."
        );
        return told!;
    }

    private static Task<HttpResponseMessage> RefreshAsync(KestrelHost host, string token) =>
        host.Http($"/ws-auth/connections/{Id}/refresh").SendAsync(HttpMethod.Post, token);

    private static string Damage(string token) => LeakWatch.ProtectToken(token[..^4] + "AAAA");
}

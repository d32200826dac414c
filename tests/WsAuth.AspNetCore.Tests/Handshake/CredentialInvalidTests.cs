using System.Net.WebSockets;
using System.Text.Json;
using WsAuth.AspNetCore.Tests.Reasons;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>
/// Whatever would help a forger is one answer, the same in status, headers, content and size, over HTTP and as a closed socket; the log alone knows which it was.
/// </summary>
public sealed class CredentialInvalidTests
{
    private const string Query = $"?edge_agent_id={ForgersService.Agent}";

    private readonly ForgersService _service = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_reason_of_the_class_gives_the_same_answer(bool servesPages)
    {
        await using var host = await _service.StartAsync(servesPages);

        var answer = await AssertOneAnswerAsync(host, it => AnswerAsync(host, it));

        Assert.Equal(servesPages, answer.Contains("/ws-auth/reasons/credential_invalid", StringComparison.Ordinal));
        Assert.Contains("401", answer, StringComparison.Ordinal);
        Assert.Contains("X-WsAuth-Reason: credential_invalid", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reason_of_the_class_closes_the_socket_in_the_same_way()
    {
        await using var host = await _service.StartAsync(refusal: "Close");

        var answer = await AssertOneAnswerAsync(host, it => ClosedAsync(host, it));

        Assert.Contains("X-WsAuth-Reason: credential_invalid", answer, StringComparison.Ordinal);
        Assert.EndsWith("4401 credential_invalid", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reason_of_the_class_closes_the_socket_of_a_first_message_in_the_same_way()
    {
        await using var host = await _service.StartAsync();

        var answer = await AssertOneAnswerAsync(host, it => ClosedAfterFirstMessageAsync(host, it));

        Assert.EndsWith("4401 credential_invalid", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_about_the_attempt_afterwards_gives_the_same_answer_too()
    {
        await using var host = await _service.StartAsync(servesPages: true);

        var answer = await AssertOneAnswerAsync(host, it => AskAfterwardsAsync(host, it));

        Assert.Contains("credential_invalid", answer, StringComparison.Ordinal);
        Assert.Contains("refresh_credential", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_the_limit_of_failures_every_reason_of_the_class_gives_the_same_answer_too()
    {
        await using var host = await _service.StartAsync(failedAttempts: 1);
        using (await host.ConnectAsync("/ws" + Query, _service.UsedToken)) { }
        await AnswerAsync(host, _service.Cases().First());

        // Another agent in the header is another client.
        var answers = new List<string>();
        foreach (var it in _service.Cases().Where(it => it.Headers.Length == 0))
        {
            answers.Add(await AnswerAsync(host, it));
            Assert.Equal("too_many_failures", host.Logs.Handshakes[^1].Id.Name);
        }

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Contains("429", answers[0], StringComparison.Ordinal);
        Assert.Contains("Retry-After: 60", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_of_the_class_is_among_the_cases()
    {
        var codes = ReasonCatalogue
            .All.Where(reason => reason.WireClass == "credential_invalid")
            .Select(reason => reason.Code);

        Assert.Equal(codes.Order(), _service.Cases().Select(it => it.Code).Distinct().Order());
    }

    [Fact]
    public async Task The_good_token_of_these_cases_is_good()
    {
        await using var host = await _service.StartAsync();

        using var socket = await host.ConnectAsync("/ws" + Query, _service.GoodToken);

        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    // Asks for every case and answers what all of them were answered.
    private async Task<string> AssertOneAnswerAsync(KestrelHost host, Func<ForgersCase, Task<string>> ask)
    {
        using (await host.ConnectAsync("/ws" + Query, _service.UsedToken)) { }

        var answers = new List<string>();
        foreach (var it in _service.Cases())
        {
            answers.Add(await ask(it));
            Assert.Equal(it.Code, host.Logs.Handshakes[^1].Id.Name);
        }

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        return answers[0];
    }

    // Everything that a caller sees, with the one value that has to differ replaced.
    private static async Task<string> AnswerAsync(KestrelHost host, ForgersCase it)
    {
        using var answer = await host.Http("/ws" + Query)
            .GetAsync(it.Token, [.. HostHandshakes.HandshakeHeaders, .. it.Headers]);
        var attempt = Assert.Single(answer.Headers.GetValues("X-WsAuth-Attempt"));
        var body = await answer.Content.ReadAsStringAsync();
        return Without(attempt, $"{answer}{answer.Content.Headers.ContentLength} {body}");
    }

    // Everything but the attempt id and the two times.
    private async Task<string> AskAfterwardsAsync(KestrelHost host, ForgersCase it)
    {
        using var refusal = await host.Http("/ws" + Query)
            .GetAsync(it.Token, [.. HostHandshakes.HandshakeHeaders, .. it.Headers]);
        var attempt = Assert.Single(refusal.Headers.GetValues("X-WsAuth-Attempt"));
        Assert.Equal(it.Code, host.Logs.Handshakes[^1].Id.Name);
        _service.Clock.Advance(TimeSpan.FromMilliseconds(1234));

        using var answer = await host.Http($"/ws-auth/attempts/{attempt}").GetAsync();
        var body = await answer.Content.ReadAsStringAsync();
        var at = JsonDocument.Parse(body).RootElement.GetProperty("at").GetString()!;
        answer.Headers.Date = null;
        return Without(attempt, $"{answer}{body.Length} {body}")
            .Replace(at, new string('T', at.Length), StringComparison.Ordinal);
    }

    private static async Task<string> ClosedAsync(KestrelHost host, ForgersCase it)
    {
        using var socket = await host.ConnectAsync("/ws" + Query, it.Token, options => Configure(options, it));
        return await SeenAsync(socket);
    }

    private static async Task<string> ClosedAfterFirstMessageAsync(KestrelHost host, ForgersCase it)
    {
        using var socket = await host.ConnectAsync("/first" + Query, configure: options => Configure(options, it));
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { action = "auth", token = it.Token }),
            WebSocketMessageType.Text,
            true,
            default
        );
        return await SeenAsync(socket);
    }

    private static void Configure(ClientWebSocketOptions options, ForgersCase it)
    {
        foreach (var (name, value) in it.Headers)
        {
            options.SetRequestHeader(name, value);
        }
    }

    // The accept key answers the client's own, and Kestrel writes the time of the upgrade.
    private static async Task<string> SeenAsync(ClientWebSocket socket)
    {
        var told = await ScenarioRun.ClosedAsync(socket);
        var headers = socket
            .HttpResponseHeaders!.Where(header => header.Key is not ("Sec-WebSocket-Accept" or "Date"))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);
        return Without(told.Attempt, $"{string.Join('\n', headers)}\n{told.CloseCode} {told.Class}");
    }

    private static string Without(string? attempt, string text) =>
        attempt is null ? text : text.Replace(attempt, "ATTEMPT", StringComparison.Ordinal);
}

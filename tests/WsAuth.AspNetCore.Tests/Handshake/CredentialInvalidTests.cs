using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using WsAuth.Client;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>Whatever would help a forger is one answer, the same in status, headers and size; the log alone knows which it was.</summary>
public sealed class CredentialInvalidTests
{
    private const string Good = """{"sub":"u1","exp":4000000000,"iss":"here","aud":"chat"}""";

    private readonly string _secret = TestSecrets.Hex();
    private readonly string _other = TestSecrets.Hex();
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_reason_of_the_class_gives_the_same_answer(bool servesPages)
    {
        await using var host = await StartAsync(servesPages);
        var expected = await AnswerAsync(host, Sign(_other, Good));
        var codes = new List<string>();

        foreach (var (code, token, headers) in Cases())
        {
            var answer = await AnswerAsync(host, token, headers);

            Assert.Equal(expected, answer);
            Assert.Equal(code, host.Logs.Handshakes[^1].Id.Name);
            codes.Add(code);
        }

        Assert.Equal(12, codes.Count);
        Assert.Equal(servesPages, expected.Contains("/ws-auth/reasons/credential_invalid", StringComparison.Ordinal));
        Assert.Contains("401", expected, StringComparison.Ordinal);
        Assert.Contains("X-WsAuth-Reason: credential_invalid", expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_about_the_attempt_afterwards_gives_the_same_answer_too()
    {
        await using var host = await StartAsync(servesPages: true);
        var answers = new List<string>();

        foreach (var (code, token, headers) in Cases())
        {
            using var refusal = await host.Http("/ws?edge_agent_id=agent-1")
                .GetAsync(token, [.. HostHandshakes.HandshakeHeaders, .. headers]);
            var attempt = Assert.Single(refusal.Headers.GetValues("X-WsAuth-Attempt"));
            Assert.Equal(code, host.Logs.Handshakes[^1].Id.Name);
            _clock.Advance(TimeSpan.FromMilliseconds(1234));

            answers.Add(await AskAsync(host, attempt));
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("credential_invalid", answers[0], StringComparison.Ordinal);
        Assert.Contains("refresh_credential", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_good_token_of_these_cases_is_good()
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync("/ws", Sign(_secret, Good));

        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    private IEnumerable<(string Code, string Token, (string, string)[] Headers)> Cases()
    {
        using var foreign = TokenMinter.FromConfiguration(
            new ConfigurationBuilder().Build(),
            "Production",
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _other },
            clock: _clock
        );
        yield return ("key_unknown", LeakWatch.ProtectToken(foreign.Jwt("u1").DangerousGetText()), []);
        yield return ("signature_mismatch", Sign(_other, Good), []);
        yield return ("algorithm_refused", Sign(_secret, Good, """{"alg":"none"}"""), []);
        yield return ("algorithm_refused", Sign(_secret, Good, """{"alg":"HS512"}"""), []);
        yield return ("issuer_refused", Signed("""{"sub":"u1","exp":4000000000,"iss":"there","aud":"chat"}"""), []);
        yield return ("audience_refused", Signed("""{"sub":"u1","exp":4000000000,"iss":"here","aud":["mail"]}"""), []);
        yield return ("claim_missing", Signed("""{"exp":4000000000,"iss":"here","aud":"chat"}"""), []);
        yield return ("claim_missing", Signed("""{"sub":"u1","iss":"here","aud":"chat"}"""), []);
        yield return ("token_malformed", Signed("""{"sub":"u1","exp":"soon","iss":"here","aud":"chat"}"""), []);
        yield return ("type_refused", Sign(_secret, Good, """{"alg":"HS256","typ":"logout+jwt"}"""), []);
        yield return ("secret_mismatch", TestSecrets.Hex(), []);
        yield return ("subject_mismatch", _secret, [("X-Edge-Agent-Id", "another")]);
    }

    private static string Sign(string secret, string payload, string header = HandmadeJwt.Header) =>
        HandmadeJwt.Sign(header, payload, Encoding.UTF8.GetBytes(secret));

    private string Signed(string payload) => Sign(_secret, payload);

    // Everything that a caller sees, with the one value that has to differ replaced.
    private static async Task<string> AnswerAsync(KestrelHost host, string token, params (string, string)[] headers)
    {
        using var answer = await host.Http("/ws?edge_agent_id=agent-1")
            .GetAsync(token, [.. HostHandshakes.HandshakeHeaders, .. headers]);
        var attempt = Assert.Single(answer.Headers.GetValues("X-WsAuth-Attempt"));
        var body = await answer.Content.ReadAsStringAsync();
        return $"{answer}{answer.Content.Headers.ContentLength} {body}".Replace(
            attempt,
            "ATTEMPT",
            StringComparison.Ordinal
        );
    }

    // Everything but the attempt id and the two times.
    private static async Task<string> AskAsync(KestrelHost host, string attempt)
    {
        using var answer = await host.Http($"/ws-auth/attempts/{attempt}").GetAsync();
        var body = await answer.Content.ReadAsStringAsync();
        var at = JsonDocument.Parse(body).RootElement.GetProperty("at").GetString()!;
        answer.Headers.Date = null;
        return $"{answer}{body.Length} {body}"
            .Replace(attempt, "ATTEMPT", StringComparison.Ordinal)
            .Replace(at, new string('T', at.Length), StringComparison.Ordinal);
    }

    private Task<KestrelHost> StartAsync(bool servesPages = false) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.SharedSecret);
                if (servesPages)
                {
                    app.MapWsAuthDiagnostics();
                }
            },
            new Dictionary<string, string?>
            {
                ["WsAuth:Jwt:Issuer"] = "here",
                ["WsAuth:Jwt:Audience"] = "chat",
                ["WsAuth:SharedSecret:Secret"] = "jwt",
            },
            clock: _clock,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _secret }
        );
}

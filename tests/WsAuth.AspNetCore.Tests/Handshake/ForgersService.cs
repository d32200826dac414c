using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Client;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>A service that takes every kind a forger could try, and the credentials that it refuses as <c>credential_invalid</c>.</summary>
internal sealed class ForgersService
{
    public const string Agent = "agent-1";

    private const string Good = """{"sub":"u1","exp":4000000000,"iss":"here","aud":"chat"}""";

    private readonly string _secret = TestSecrets.Hex();
    private readonly string _other = TestSecrets.Hex();

    public ForgersService()
    {
        GoodToken = Sign(_secret, Good);
        UsedToken = EdgeToken(_secret);
    }

    public ManualTimeProvider Clock { get; } = new();

    /// <summary>It is accepted as often as it is sent.</summary>
    public string GoodToken { get; }

    /// <summary>It is accepted once: open a socket with it before the cases are tried.</summary>
    public string UsedToken { get; }

    public IEnumerable<ForgersCase> Cases()
    {
        using var foreign = TokenMinter.FromConfiguration(
            new ConfigurationBuilder().Build(),
            "Production",
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _other },
            clock: Clock
        );
        yield return new("key_unknown", LeakWatch.ProtectToken(foreign.Jwt("u1").DangerousGetText()));
        yield return new("signature_mismatch", Sign(_other, Good));
        yield return new("signature_mismatch", EdgeToken(_other));
        yield return new("algorithm_refused", Sign(_secret, Good, """{"alg":"none"}"""));
        yield return new("algorithm_refused", Sign(_secret, Good, """{"alg":"HS512"}"""));
        yield return new("issuer_refused", Signed("""{"sub":"u1","exp":4000000000,"iss":"there","aud":"chat"}"""));
        yield return new("audience_refused", Signed("""{"sub":"u1","exp":4000000000,"iss":"here","aud":["mail"]}"""));
        yield return new("claim_missing", Signed("""{"exp":4000000000,"iss":"here","aud":"chat"}"""));
        yield return new("claim_missing", Signed("""{"sub":"u1","iss":"here","aud":"chat"}"""));
        yield return new("token_malformed", Signed("""{"sub":"u1","exp":"soon","iss":"here","aud":"chat"}"""));
        yield return new("type_refused", Sign(_secret, Good, """{"alg":"HS256","typ":"logout+jwt"}"""));
        yield return new("secret_mismatch", TestSecrets.Hex());
        yield return new("subject_mismatch", _secret, ("X-Edge-Agent-Id", "another"));
        yield return new("token_replayed", UsedToken);
        yield return new("token_revoked", Signed("""{"sub":"u9","exp":4000000000,"iss":"here","aud":"chat"}"""));
    }

    /// <summary>Starts it; <paramref name="failedAttempts"/> is the limit of failures, zero for none.</summary>
    public async Task<KestrelHost> StartAsync(bool servesPages = false, string refusal = "Http", int failedAttempts = 0)
    {
        var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                TokenKind[] kinds = [TokenKind.Jwt, TokenKind.SharedSecret, TokenKind.EdgeToken];
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(kinds);
                app.Map("/first", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint => (endpoint.Kinds, endpoint.FirstMessage) = (kinds, true));
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
                ["WsAuth:EdgeToken:Secret"] = "jwt",
                ["WsAuth:EdgeToken:SingleUse"] = "true",
                ["WsAuth:Refusal"] = refusal,
                ["WsAuth:Limits:FailedAttempts"] = failedAttempts.ToString(CultureInfo.InvariantCulture),
            },
            clock: Clock,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _secret }
        );
        await host.Services.GetRequiredService<LiveConnections>().RevokeAsync(Revocation.OfSubject("u9"));
        return host;
    }

    private static string Sign(string secret, string payload, string header = HandmadeJwt.Header) =>
        HandmadeJwt.Sign(header, payload, Encoding.UTF8.GetBytes(secret));

    private string Signed(string payload) => Sign(_secret, payload);

    private string EdgeToken(string secret) =>
        LeakWatch.Protect(
            HandmadeEdgeToken.Sign($"{Agent}:15551234567:{Clock.GetUtcNow().ToUnixTimeSeconds()}", secret)
        );
}

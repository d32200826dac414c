using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>Tokens that jose signs with key pairs of its own are accepted beside those of the own secret, on one endpoint.</summary>
public sealed class ForeignIssuersTests
{
    private const string Issuer = "https://idp.example";

    [NodeTheory]
    [InlineData("RS256")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public async Task A_socket_opens_with_a_token_of_a_key_set(string algorithm)
    {
        await using var keys = await KeyServer.StartAsync();
        var (token, jwk, _) = await ClientScript.MintByKeyPairAsync(algorithm, "agent-smith", Issuer, "k1");
        keys.Serve(IssuingKey.Set(jwk));
        await using var host = await StartAsync(("KeySet", keys.SetUrl));

        using var foreign = await host.ConnectAsync("/ws", token);
        using var own = await host.ConnectAsync("/ws", host.MintJwt());

        var record = Assert.Single(host.Logs.Handshakes, entry => entry.Message.Contains("agent-smith"));
        Assert.StartsWith("jkt:", (string)record.Values["KeyFingerprint"]!, StringComparison.Ordinal);
        Assert.Equal(keys.SetUrl, record.Values["SourceName"]);
    }

    [NodeTheory]
    [InlineData("RS256")]
    [InlineData("PS512")]
    [InlineData("ES256")]
    public async Task A_socket_opens_with_a_token_of_a_PEM_file(string algorithm)
    {
        using var folder = new TestFolder();
        var (token, _, pem) = await ClientScript.MintByKeyPairAsync(algorithm, "agent-smith", Issuer, "k1");
        await using var host = await StartAsync(
            ("Key", "file:" + folder.Write("idp.pem", pem)),
            ("Algorithms", algorithm)
        );

        using var foreign = await host.ConnectAsync("/ws", token);
    }

    [Fact]
    public async Task The_tenant_of_an_issuers_token_is_the_one_that_its_entry_names()
    {
        using var folder = new TestFolder();
        var key = IssuingKey.For("ES256");
        await using var host = await StartAsync(
            ("Key", "file:" + folder.Write("idp.pem", key.PublicPem)),
            ("TenantClaim", "org")
        );
        var end = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        var token = key.Sign($$"""{"iss":"{{Issuer}}","sub":"u1","org":"acme","tenant_id":"other","exp":{{end}}}""");

        using var answer = await host.Http("/session").GetAsync(token);

        Assert.Equal("session_u1_acme", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_keys_the_answer_is_503_and_names_no_detail()
    {
        await using var keys = await KeyServer.StartAsync();
        await using var host = await StartAsync(("KeySet", keys.SetUrl));
        var end = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        var token = IssuingKey.For("ES256").Sign($$"""{"iss":"{{Issuer}}","sub":"u1","exp":{{end}}}""");

        var refusal = await host.ConnectInVainAsync("/ws", token);

        Assert.Equal(503, (int)refusal.Status);
        Assert.Equal("unavailable", refusal.Reason);
        Assert.Contains(host.Logs.Handshakes, entry => entry.Message.Contains("it answers with 404"));
    }

    [Fact]
    public async Task Without_a_secret_of_its_own_a_host_starts_and_refuses_what_a_secret_signed()
    {
        using var folder = new TestFolder();
        await using var host = await KestrelHost.StartAsync(
            app => app.MapGet("/whoami", context => context.WhoAmIAsync()).RequireWsAuth(TokenKind.Jwt),
            new Dictionary<string, string?>
            {
                ["WsAuth:Jwt:AcceptSecret"] = "false",
                ["WsAuth:Jwt:Issuers:idp:Key"] = "file:" + folder.Write("idp.pem", IssuingKey.For("ES256").PublicPem),
            }
        );
        var end = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        var payload = $$"""{"sub":"u1","exp":{{end}}}""";

        using var accepted = await host.Http("/whoami").GetAsync(IssuingKey.For("ES256").Sign(payload));
        using var refused = await host.Http("/whoami")
            .GetAsync(HandmadeJwt.Sign(HandmadeJwt.Header, payload, Encoding.UTF8.GetBytes(TestSecrets.Hex())));

        Assert.Equal("u1", await accepted.Content.ReadAsStringAsync());
        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Contains(host.Logs.Handshakes, entry => entry.Message.Contains("no secret is accepted here"));
        Assert.Contains(
            host.Logs.Messages,
            line =>
                line.StartsWith(
                    "JWTs of issuer 'idp' are accepted without checking their issuer (iss) and audience (aud); set WsAuth:Jwt:Issuers:idp:Issuer",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task A_broken_key_file_stops_the_start_where_JWTs_are_accepted()
    {
        using var folder = new TestFolder();

        var exception = await Assert.ThrowsAsync<SecretConfigurationException>(() =>
            StartAsync(("Key", "file:" + folder.Write("idp.pem", "no key")))
        );

        LeakWatch.Observe(exception.Message);
        Assert.Contains("WsAuth:Jwt:Issuers:idp:Key", exception.Message, StringComparison.Ordinal);
    }

    private static Task<KestrelHost> StartAsync(params (string Name, string Value)[] issuer)
    {
        var settings = issuer.ToDictionary(pair => "WsAuth:Jwt:Issuers:idp:" + pair.Name, pair => (string?)pair.Value);
        settings["WsAuth:Jwt:Issuers:idp:Issuer"] = Issuer;

        // A busy machine may take longer than the usual two seconds.
        settings["WsAuth:Jwt:KeySetWait"] = "00:00:30";
        return KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet(
                        "/session",
                        context => context.Response.WriteAsync(context.GetHandshakeDecision()!.RequestedSessionId!)
                    )
                    .RequireWsAuth(TokenKind.Jwt);
            },
            settings,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
    }
}

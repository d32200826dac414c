using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using WsAuth.Client;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>
/// Outage 2: the test suite looks for its secret in an order of its own and runs as <c>development</c>, the service runs as
/// <c>staging</c>. All that the operator saw was 403, "signature verification failed".
/// </summary>
public sealed class Incident2EnvironmentTests
{
    private const string Pong = """{"type":"pong"}""";
    private const string OrderOfTheTests = "JWT_SECRET_STAGING,JWT_SECRET_KEY,E2E_BYPASS_KEY,STAGING_JWT_SECRET";

    private readonly string _ofStaging = TestSecrets.Hex();
    private readonly string _ofEveryone = TestSecrets.Hex();

    [NodeFact]
    public async Task As_it_happened_with_jsonwebtoken_the_log_line_names_key_source_and_environment()
    {
        await using var host = await StartAsync();
        var token = await MintAsTheTestsDidAsync("mint-jsonwebtoken.js");

        var outcome = await ClientScript.ConnectByNodeAsync(host.WebSocket("/ws"), token);

        AssertMismatch(host, outcome);
    }

    [PythonFact]
    public async Task As_it_happened_with_PyJWT_the_log_line_names_key_source_and_environment()
    {
        await using var host = await StartAsync();
        var token = await MintAsTheTestsDidAsync("mint_pyjwt.py");

        var outcome = await ClientScript.ConnectByPythonAsync(host.WebSocket("/ws"), token);

        AssertMismatch(host, outcome);
    }

    [NodeFact]
    public async Task A_token_that_names_its_key_is_answered_by_both_fingerprints()
    {
        await using var host = await StartAsync();
        using var minter = Minter("Development");
        var token = LeakWatch.ProtectToken(minter.Jwt("u1").DangerousGetText());

        var outcome = await ClientScript.ConnectByNodeAsync(host.WebSocket("/ws"), token);

        Assert.Equal((401, "credential_invalid"), (outcome.Status, outcome.Reason));
        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains("refused: key_unknown at /ws", line, StringComparison.Ordinal);
        Assert.Contains(
            $"signed with {SecretFingerprint.Of(_ofEveryone)}, but secret 'jwt' in Staging is {SecretFingerprint.Of(_ofStaging)} from env:JWT_SECRET_STAGING (source 1 of 2)",
            line,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_test_side_asked_by_the_same_resolver_shows_its_own_winner()
    {
        using var minter = Minter("Development");

        var report = minter.Report().ToString();

        LeakWatch.Observe(report);
        Assert.Contains("Development", report, StringComparison.Ordinal);
        Assert.Contains(SecretFingerprint.Of(_ofEveryone), report, StringComparison.Ordinal);
        Assert.Equal("env:JWT_SECRET_KEY", minter.Jwt("u1").Source);
    }

    [NodeFact]
    public async Task Mended_by_the_hosts_own_resolver_Node_connects()
    {
        await using var host = await StartAsync();
        var token = LeakWatch.ProtectToken(TokenMinter.For(host.Services).Jwt("u1").DangerousGetText());

        var outcome = await ClientScript.ConnectByNodeAsync(host.WebSocket("/ws"), token);

        Assert.Equal((true, Pong), (outcome.Opened, outcome.Answer));
    }

    [PythonFact]
    public async Task Mended_by_the_same_configuration_Python_connects()
    {
        await using var host = await StartAsync();
        using var minter = Minter("Staging");
        var token = LeakWatch.ProtectToken(minter.Jwt("u1").DangerousGetText());

        var outcome = await ClientScript.ConnectByPythonAsync(host.WebSocket("/ws"), token);

        Assert.Equal((true, Pong), (outcome.Opened, outcome.Answer));
    }

    [Fact]
    public async Task Mended_by_the_same_configuration_ClientWebSocket_connects()
    {
        await using var host = await StartAsync();
        using var minter = Minter("Staging");
        var token = minter.Jwt("u1");
        LeakWatch.ProtectToken(token.DangerousGetText());
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(token);

        await socket.ConnectAsync(host.WebSocket("/ws"), default);

        Assert.Equal(Pong, await socket.AskAsync("""{"type":"ping"}"""));
        Assert.Contains(
            $"key {SecretFingerprint.Of(_ofStaging)}, source env:JWT_SECRET_STAGING]",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
    }

    // The suite's machine has only the one variable that both environments share.
    private Task<string> MintAsTheTestsDidAsync(string script) =>
        ClientScript.MintAsync(
            script,
            "HS256",
            "u1",
            OrderOfTheTests,
            new Dictionary<string, string> { ["JWT_SECRET_KEY"] = _ofEveryone }
        );

    private void AssertMismatch(KestrelHost host, ConnectOutcome outcome)
    {
        Assert.Equal((false, 401, "credential_invalid"), (outcome.Opened, outcome.Status, outcome.Reason));
        Assert.Equal(
            "WebSocket handshake refused: signature_mismatch at /ws by WsAuth; The token was signed with a key that is not in force here. "
                + "The key of secret 'jwt' does not verify the signature; in force in Staging: "
                + $"{SecretFingerprint.Of(_ofStaging)} from env:JWT_SECRET_STAGING (source 1 of 2). "
                + $"Signed with env:JWT_SECRET_KEY (source 2 of 'jwt', {SecretFingerprint.Of(_ofEveryone)}), but env:JWT_SECRET_STAGING (source 1 of 'jwt', {SecretFingerprint.Of(_ofStaging)}) is in force in Staging. "
                + "Fix: Give issuer and server the same secret; an issuer that logs no fingerprint computes it by the openssl line of the help page. "
                + $"[attempt {outcome.Attempt}, kind jwt, location Authorization header, key {SecretFingerprint.Of(_ofStaging)}, source env:JWT_SECRET_STAGING]",
            Assert.Single(host.Logs.Handshakes).Message
        );
        Assert.Contains(
            host.Logs.Messages,
            message =>
                message.Contains("JWT_SECRET_KEY", StringComparison.Ordinal)
                && message.Contains("holds another value", StringComparison.Ordinal)
        );
    }

    private TokenMinter Minter(string environment) =>
        TokenMinter.FromConfiguration(
            new ConfigurationBuilder().AddInMemoryCollection(Settings).Build(),
            environment,
            variables: Variables
        );

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            Settings,
            "Staging",
            variables: Variables
        );

    private static Dictionary<string, string?> Settings { get; } =
        new() { ["WsAuth:Secrets:jwt:Order"] = "env:JWT_SECRET_{ENVIRONMENT} > env:JWT_SECRET_KEY" };

    private TestVariables Variables => new() { ["JWT_SECRET_STAGING"] = _ofStaging, ["JWT_SECRET_KEY"] = _ofEveryone };
}

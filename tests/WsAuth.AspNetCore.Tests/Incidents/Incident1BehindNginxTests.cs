using System.Text;
using Microsoft.AspNetCore.Builder;
using WsAuth.Client.Diagnosis;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Testing.Proxies;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>Outage 1 with nginx in between: the edge client's secret, bare or in an edge token, is another one than the server's.</summary>
public sealed class Incident1BehindNginxTests
{
    private const string Path = "/edge/ws?edge_agent_id=edge_15551234567";
    private const string Agent = "edge_15551234567";

    private readonly string _ofServer = TestSecrets.Hex();
    private readonly string _ofClient = TestSecrets.Hex();

    [NginxFact]
    public async Task As_it_happened_the_line_names_both_fingerprints_and_the_client_learns_where_to_look()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket(Path), _ofClient);
        var diagnosis = await ClientsView.DiagnoseAsync(
            nginx.WebSocket(Path),
            options => options.SetCredential(_ofClient)
        );

        Assert.Equal((false, 401, "credential_invalid"), (outcome.Opened, outcome.Status, outcome.Reason));
        diagnosis.AssertCredentialInvalid();
        foreach (var line in new[] { host.LineOf(outcome.Attempt), host.LineOf(diagnosis.AttemptId) })
        {
            line.AssertSays(
                "refused: secret_mismatch at /edge/ws by WsAuth; ",
                $"The presented secret is {SecretFingerprint.Of(_ofClient)} (64 characters)",
                $"The client sent another value than the one visible here; env:EDGE_SECRET (source 1 of 'edge', {SecretFingerprint.Of(_ofServer)}) is in force in Production.",
                "Fix: Give client and server the same secret; compare the two fingerprints."
            );
        }
    }

    [NginxTheory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task Asked_about_the_attempt_the_server_tells_developers_the_finding_and_strangers_the_class(
        string environment,
        bool isTold
    )
    {
        await using var host = await StartAsync(environment);
        await using var nginx = await FrontNginx.StartAsync(host);

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket(Path), _ofClient);
        var finding =
            $"The client sent another value than the one visible here; env:EDGE_SECRET (source 1 of 'edge', {SecretFingerprint.Of(_ofServer)})";
        host.LineOf(outcome.Attempt).AssertSays(finding);
        var told = await ClientsView.AskAboutAsync(nginx.Address, outcome.Attempt);

        Assert.Equal("credential_invalid", told.GetProperty("reason").GetString());
        Assert.Equal(isTold, told.TryGetProperty("code", out _));
        Assert.Equal(isTold, told.ToString().Contains(SecretFingerprint.Of(_ofServer), StringComparison.Ordinal));
        Assert.Equal(
            isTold,
            told.TryGetProperty("explanation", out var text)
                && text.GetString()!.Contains(finding, StringComparison.Ordinal)
        );
    }

    [NginxFact]
    public async Task Mended_the_secret_and_an_edge_token_of_it_connect()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);

        var bySecret = await ClientScript.ConnectByNodeAsync(nginx.WebSocket(Path), _ofServer);
        var byToken = await ClientScript.ConnectByNodeAsync(nginx.WebSocket(Path), await MintAsync(_ofServer));
        var diagnosis = await ClientsView.DiagnoseAsync(
            nginx.WebSocket(Path),
            options => options.SetCredential(_ofServer)
        );

        Assert.Equal((true, """{"type":"pong"}"""), (bySecret.Opened, bySecret.Answer));
        Assert.Equal((true, """{"type":"pong"}"""), (byToken.Opened, byToken.Answer));
        Assert.True(diagnosis.Succeeded, diagnosis.Verdict);
    }

    [NginxTheory]
    [InlineData("{0}\n", "env:EDGE_SECRET plus a trailing line feed")]
    [InlineData("{0}\r\n", "env:EDGE_SECRET plus a trailing CR LF")]
    [InlineData("\"{0}\"", "env:EDGE_SECRET in double quotes")]
    [InlineData("'{0}'", "env:EDGE_SECRET in single quotes")]
    [InlineData("\ufeff{0}", "env:EDGE_SECRET behind a byte order mark")]
    public async Task An_edge_token_of_the_secret_in_another_form_is_told_in_which(string form, string finding)
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        var token = await MintAsync(string.Format(null, form, _ofServer));

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket(Path), token);

        Assert.Equal((401, "credential_invalid"), (outcome.Status, outcome.Reason));
        host.LineOf(outcome.Attempt)
            .AssertSays(
                "refused: signature_mismatch at /edge/ws by WsAuth; ",
                $"Signed with {finding}",
                $"in force is the value as it stands there ({SecretFingerprint.Of(_ofServer)})"
            );
    }

    [NginxFact]
    public async Task An_edge_token_by_the_decoded_secret_is_told_so()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        var message = Encoding.UTF8.GetBytes($"{Agent}::{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}");
        var token = LeakWatch.Protect(HandmadeEdgeToken.Sign(message, Convert.FromHexString(_ofServer)));

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket(Path), token);

        Assert.Equal((401, "credential_invalid"), (outcome.Status, outcome.Reason));
        host.LineOf(outcome.Attempt)
            .AssertSays(
                "Signed with the 32 bytes that the hexadecimal text of env:EDGE_SECRET decodes to",
                "in force is the text itself"
            );
    }

    [NginxFact]
    public async Task A_client_whose_clock_is_ten_minutes_fast_is_told_by_how_much()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        var token = await MintAsync(_ofServer, TimeSpan.FromMinutes(10));

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket(Path), token);
        var diagnosis = await ClientsView.DiagnoseAsync(nginx.WebSocket(Path), options => options.SetCredential(token));

        Assert.Equal((401, "token_not_yet_valid"), (outcome.Status, outcome.Reason));
        Assert.Matches("(59[0-9]|600) s", host.LineOf(outcome.Attempt).Message);
        Assert.Equal((HandshakePhase.HttpAuthentication, "token_not_yet_valid"), (diagnosis.Phase, diagnosis.Reason));
        Assert.Contains("Compare the clocks of issuer and server", diagnosis.Fix, StringComparison.Ordinal);
    }

    private static Task<string> MintAsync(string secret, TimeSpan ahead = default) =>
        ClientScript.MintEdgeAsync(
            "mint-edge.js",
            secret,
            Agent,
            "+15551234567",
            (DateTimeOffset.UtcNow + ahead).ToUnixTimeSeconds()
        );

    private Task<KestrelHost> StartAsync(string environment = "Production") =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/edge/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.EdgeToken, TokenKind.SharedSecret);
                app.MapWsAuthDiagnostics();
            },
            new Dictionary<string, string?> { ["WsAuth:RefusalLogInterval"] = "00:00:00" },
            environment,
            variables: new TestVariables { ["EDGE_SECRET"] = _ofServer }
        );
}

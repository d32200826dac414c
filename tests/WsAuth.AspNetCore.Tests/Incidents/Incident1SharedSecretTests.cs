using Microsoft.AspNetCore.Builder;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>
/// Outage 1: an edge client sends its secret as bearer token, and its <c>.env</c> holds another one than the server's. All that
/// the operator saw was 403, and the first 50 characters of the header in a log.
/// </summary>
public sealed class Incident1SharedSecretTests
{
    private const string Pong = """{"type":"pong"}""";

    private readonly string _ofServer = TestSecrets.Hex();
    private readonly string _ofClient = TestSecrets.Hex();

    [NodeFact]
    public async Task As_it_happened_one_log_line_names_both_fingerprints_and_the_source_in_force()
    {
        await using var host = await StartAsync(_ofServer);

        var outcome = await ClientScript.ConnectByNodeAsync(Endpoint(host), _ofClient);

        Assert.Equal((false, 401, "credential_invalid"), (outcome.Opened, outcome.Status, outcome.Reason));
        Assert.DoesNotContain("secret_mismatch", outcome.Body, StringComparison.Ordinal);
        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal(
            $"WebSocket handshake refused: secret_mismatch at /edge/ws by WsAuth; The presented secret is not the one in force here. "
                + $"The presented secret is {SecretFingerprint.Of(_ofClient)} (64 characters); "
                + $"secret 'edge' in Production is {SecretFingerprint.Of(_ofServer)} from env:EDGE_SECRET (source 1 of 2), 64 bytes. "
                + $"The client sent another value than the one visible here; env:EDGE_SECRET (source 1 of 'edge', {SecretFingerprint.Of(_ofServer)}) is in force in Production. "
                + "Fix: Give client and server the same secret; compare the two fingerprints. "
                + $"[attempt {outcome.Attempt}, kind shared-secret, location Authorization header, key {SecretFingerprint.Of(_ofServer)}, source env:EDGE_SECRET]",
            line.Message
        );
        Assert.DoesNotContain(host.Logs.All, entry => LeakWatch.Holds(entry.Message));
    }

    [NodeFact]
    public async Task Mended_the_pong_arrives()
    {
        await using var host = await StartAsync(_ofServer);

        var outcome = await ClientScript.ConnectByNodeAsync(Endpoint(host), _ofServer);

        Assert.Equal((true, Pong), (outcome.Opened, outcome.Answer));
        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains("accepted: \"edge_15551234567\" (claimed) at /edge/ws", line, StringComparison.Ordinal);
        Assert.Contains(SecretFingerprint.Of(_ofServer), line, StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task A_trailing_newline_in_the_clients_secret_never_leaves_the_client()
    {
        await using var host = await StartAsync(_ofServer);

        var outcome = await ClientScript.ConnectByNodeAsync(Endpoint(host), _ofServer + "\n");

        Assert.Equal((false, "ERR_INVALID_CHAR"), (outcome.Opened, outcome.Thrown));
        Assert.Empty(host.Logs.Handshakes);
    }

    [NodeFact]
    public async Task Quotes_around_the_clients_secret_are_named()
    {
        await using var host = await StartAsync(_ofServer);

        var outcome = await ClientScript.ConnectByNodeAsync(Endpoint(host), $"\"{_ofServer}\"");

        Assert.Equal((401, "credential_malformed"), (outcome.Status, outcome.Reason));
        Assert.Contains(
            "it is wrapped in quotes",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
    }

    [NodeFact]
    public async Task A_server_that_decodes_the_hexadecimal_secret_is_told_by_lengths_and_fingerprints()
    {
        var decoded = SecretFingerprint.Of(Convert.FromHexString(_ofServer));
        await using (var host = await StartAsync(_ofServer, order: "hex:env:EDGE_SECRET"))
        {
            var refused = await ClientScript.ConnectByNodeAsync(Endpoint(host), _ofServer);

            Assert.Equal((401, "credential_invalid"), (refused.Status, refused.Reason));
            var line = Assert.Single(host.Logs.Handshakes).Message;
            Assert.Contains($"{SecretFingerprint.Of(_ofServer)} (64 characters)", line, StringComparison.Ordinal);
            Assert.Contains($"{decoded} from hex:env:EDGE_SECRET", line, StringComparison.Ordinal);
            Assert.Contains("32 bytes", line, StringComparison.Ordinal);
        }

        await using var mended = await StartAsync(_ofServer, order: "env:EDGE_SECRET");
        Assert.True((await ClientScript.ConnectByNodeAsync(Endpoint(mended), _ofServer)).Opened);
    }

    [NodeFact]
    public async Task A_newline_in_the_servers_own_variable_is_named_at_start_and_counted_in_the_refusal()
    {
        await using var host = await StartAsync(_ofServer + "\n");

        var outcome = await ClientScript.ConnectByNodeAsync(Endpoint(host), _ofServer);

        Assert.Equal(401, outcome.Status);
        Assert.Contains(
            host.Logs.Messages,
            message => message.Contains("ends with a line feed", StringComparison.Ordinal)
        );
        Assert.Contains("65 bytes", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task A_doubled_scheme_and_an_undefined_variable_are_named()
    {
        await using var host = await StartAsync(_ofServer);

        await ClientScript.ConnectByNodeWithHeaderAsync(Endpoint(host), $"Bearer Bearer {_ofServer}");
        await ClientScript.ConnectByNodeWithHeaderAsync(Endpoint(host), "Bearer undefined");

        Assert.Contains("'Bearer Bearer'", host.Logs.Handshakes[0].Message, StringComparison.Ordinal);
        Assert.Contains("the word 'undefined'", host.Logs.Handshakes[1].Message, StringComparison.Ordinal);
    }

    private static Uri Endpoint(KestrelHost host) => host.WebSocket("/edge/ws?edge_agent_id=edge_15551234567");

    private static Task<KestrelHost> StartAsync(string secret, string? order = null) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/edge/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret);
            },
            order is null ? null : new Dictionary<string, string?> { ["WsAuth:Secrets:edge:Order"] = order },
            variables: new TestVariables { ["EDGE_SECRET"] = secret }
        );
}

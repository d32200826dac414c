using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;
using static WsAuth.Testing.ScriptedServer;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>Answers that are a 101, right and wrong.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_socket_that_opens_answers_its_ping_and_stays_is_a_success()
    {
        await using var server = Upgrading(PongAsync);

        var diagnosis = await DiagnoseAsync(server.Url());

        Assert.True(diagnosis.Succeeded);
        Assert.Equal((HandshakePhase.AfterUpgrade, "The handshake succeeded."), (diagnosis.Phase, diagnosis.Verdict));
        Assert.Equal(StepOutcome.Passed, diagnosis.Step("first ping"));
        Assert.Equal(StepOutcome.Passed, diagnosis.Step("upgrade headers"));
    }

    [Theory]
    [InlineData(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\r\n",
        "The server answered 101, but not with a WebSocket upgrade: Upgrade: websocket is missing."
    )]
    [InlineData(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
        "The server answered 101, but not with a WebSocket upgrade: Connection: Upgrade is missing."
    )]
    [InlineData(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n\r\n",
        "The server's Sec-WebSocket-Accept does not belong to this handshake (RFC 6455 §4.2.2)."
    )]
    [InlineData(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
        "The server's Sec-WebSocket-Accept does not belong to this handshake (RFC 6455 §4.2.2)."
    )]
    public async Task A_101_that_is_no_upgrade(string answer, string verdict)
    {
        await using var server = new ScriptedServer(answer);

        var diagnosis = await DiagnoseAsync(server.Url());

        diagnosis.Fails(HandshakePhase.ProtocolNegotiation, verdict);
        Assert.Equal(StepOutcome.Failed, diagnosis.Step("upgrade headers"));
    }

    [Theory]
    [InlineData(
        "Sec-WebSocket-Protocol: chat.v9\r\n",
        "The server chose a sub-protocol that was not offered: chat.v9; clients close the connection then (RFC 6455 §4.1)."
    )]
    [InlineData(
        "Sec-WebSocket-Protocol: chat.v1\r\nSec-WebSocket-Extensions: permessage-deflate\r\n",
        "The server uses an extension that was not offered: \"permessage-deflate\"; clients close the connection then (RFC 6455 §4.1)."
    )]
    public async Task A_choice_that_was_not_offered(string headers, string verdict)
    {
        await using var server = Upgrading(PongAsync, headers);

        var diagnosis = await DiagnoseAsync(server.Url(), options => options.SubProtocols.Add("chat.v1"));

        diagnosis.Fails(HandshakePhase.ProtocolNegotiation, verdict);
    }

    [Theory]
    [InlineData(
        "",
        StepOutcome.Warned,
        "The handshake succeeded; sub-protocols were offered and none was chosen: browsers and Node fail with that."
    )]
    [InlineData("Sec-WebSocket-Protocol: chat.v1\r\n", StepOutcome.Passed, "The handshake succeeded.")]
    public async Task An_offer_wants_a_choice(string headers, StepOutcome outcome, string verdict)
    {
        await using var server = Upgrading(PongAsync, headers);

        var diagnosis = await DiagnoseAsync(server.Url(), options => options.SubProtocols.Add("chat.v1"));

        Assert.Equal((true, verdict), (diagnosis.Succeeded, diagnosis.Verdict));
        Assert.Equal(outcome, diagnosis.Step("sub-protocol"));
    }

    [Fact]
    public async Task A_server_that_chooses_the_credentials_sub_protocol_is_warned_of_without_showing_it()
    {
        var secret = TestSecrets.Hex();
        await using var server = Upgrading(PongAsync, $"Sec-WebSocket-Protocol: bearer.{secret}\r\n");

        var diagnosis = await DiagnoseAsync(
            server.Url(),
            options =>
                options.SetCredential(
                    MintedToken.FromText(secret, TokenKind.SharedSecret),
                    CredentialLocations.SubProtocol
                )
        );

        Assert.Equal(StepOutcome.Warned, diagnosis.Step("sub-protocol"));
        Assert.False(LeakWatch.Holds(diagnosis.ToString()));
    }
}

using Microsoft.Extensions.Configuration;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>Real servers without this library.</summary>
public sealed class OtherStacksTests
{
    private readonly string _secret = TestSecrets.Hex();

    [NodeTheory]
    [InlineData(
        "/verify",
        HandshakePhase.HttpAuthentication,
        "A check of the application's own refuses the handshake: the answer is the one that Node's ws gives where verifyClient says no (401)."
    )]
    [InlineData(
        "/code",
        HandshakePhase.HttpAuthentication,
        "A check of the application's own refuses the handshake: the answer is the one that Node's ws gives where verifyClient says no (403)."
    )]
    [InlineData(
        "/upgrade",
        HandshakePhase.HttpAuthentication,
        "The credential is refused by code that does not say why: the answer lacks the WWW-Authenticate that frameworks send."
    )]
    [InlineData("/message", HandshakePhase.HttpAuthentication, "The server says why: \"invalid signature\".")]
    [InlineData(
        "/fault",
        HandshakePhase.AfterUpgrade,
        "The server accepted the socket and closed it over the credential (1011 \"invalid signature\")."
    )]
    [InlineData(
        "/close",
        HandshakePhase.AfterUpgrade,
        "The server accepted the socket and closed it as unauthenticated (4401 \"jwt expired\")."
    )]
    public async Task Nodes_ws_with_jsonwebtoken(string path, HandshakePhase phase, string verdict)
    {
        await using var server = await ServerScript.StartAsync("node", "refuse-ws.js", _secret);

        var refused = await DiagnoseAsync(server.Url(path), options => options.SetCredential(Mint(TestSecrets.Hex())));
        var accepted = await DiagnoseAsync(server.Url(path), options => options.SetCredential(Mint(_secret)));

        refused.Fails(phase, verdict);
        Assert.True(accepted.Succeeded, accepted.ToString());
        Assert.Contains(
            refused.Evidence,
            line =>
                line.StartsWith("sent: a JWT in the Authorization header, made with key fp:", StringComparison.Ordinal)
                && line.EndsWith(" from env:JWT_SECRET_KEY", StringComparison.Ordinal)
        );
    }

    [NodeFact]
    public async Task Nodes_ws_with_another_path_is_named_by_its_path_option()
    {
        await using var server = await ServerScript.StartAsync("node", "refuse-ws.js", _secret, "/socket");

        var elsewhere = await DiagnoseAsync(server.Url("/ws"), options => options.SetCredential(Mint(_secret)));
        var there = await DiagnoseAsync(server.Url("/socket"), options => options.SetCredential(Mint(_secret)));

        elsewhere.Fails(
            HandshakePhase.ProtocolNegotiation,
            "The path option of Node's ws does not match this URL's path, /ws: it answers a whole handshake with a bare 400 then, and a plain GET with 426."
        );
        Assert.True(there.Succeeded, there.ToString());
    }

    [NodeFact]
    public async Task Nodes_ws_is_told_of_an_expired_token_by_the_token_itself()
    {
        await using var server = await ServerScript.StartAsync("node", "refuse-ws.js", _secret);

        var diagnosis = await DiagnoseAsync(
            server.Url("/verify"),
            options => options.SetCredential(Mint(_secret, TimeSpan.FromHours(-3)))
        );

        diagnosis.Fails(
            HandshakePhase.HttpAuthentication,
            "The token has expired, 3 h ago by its own exp, by this machine's clock."
        );
    }

    [PythonTheory]
    [InlineData(
        "/forbidden",
        null,
        HandshakePhase.HttpAuthentication,
        "The application's own check refuses the handshake: Python's websockets answers so where process_request says 403."
    )]
    [InlineData(
        "/jwt",
        null,
        HandshakePhase.HttpAuthentication,
        "The server says why: \"InvalidSignatureError: Signature verification failed\"."
    )]
    [InlineData(
        "/",
        "https://evil.example",
        HandshakePhase.HttpAuthentication,
        "The server does not allow the Origin that was sent."
    )]
    [InlineData(
        "/closing",
        null,
        HandshakePhase.AfterUpgrade,
        "The server accepted the socket and closed it by a policy of its own (1008 \"token required\"): mostly a missing or refused credential."
    )]
    public async Task Pythons_websockets(string path, string? origin, HandshakePhase phase, string verdict)
    {
        await using var server = await ServerScript.StartAsync(Programs.Python, "refuse_websockets.py");

        var refused = await DiagnoseAsync(server.Url(path), options => options.Origin = origin);
        var accepted = await DiagnoseAsync(server.Url("/"), options => options.Origin = "https://app.example");

        refused.Fails(phase, verdict);
        Assert.True(accepted.Succeeded, accepted.ToString());
    }

    private static MintedToken Mint(string secret, TimeSpan? lifetime = null)
    {
        using var minter = TokenMinter.FromConfiguration(
            new ConfigurationBuilder().Build(),
            "Production",
            variables: new TestVariables { ["JWT_SECRET_KEY"] = secret }
        );
        var token = minter.Jwt("u1", jwt => jwt.Lifetime = lifetime ?? jwt.Lifetime);
        LeakWatch.ProtectToken(token.DangerousGetText());
        return token;
    }
}

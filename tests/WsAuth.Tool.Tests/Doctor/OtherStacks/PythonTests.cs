using WsAuth.Testing.Proxies;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor.OtherStacks;

/// <summary>Python's websockets with PyJWT in process_request; and nginx before it, which hides what <c>Server</c> told.</summary>
public sealed class PythonTests(PythonStack stack) : OtherStackTests(stack), IClassFixture<PythonStack>
{
    private const string Own401 =
        "The application's own check refuses the handshake: Python's websockets answers so where process_request says 401.";
    private const string Own403 =
        "The application's own check refuses the handshake: Python's websockets answers so where process_request says 403.";
    private const string Refused = "The server accepted the socket and closed it ";

    [PythonNginxTheory]
    [InlineData("direct", Own401)]
    [InlineData("nginx", SilentCode)]
    public Task A_wrong_secret(string way, string verdict) => AWrongSecretIsLikelyAsync(way, verdict);

    [PythonNginxTheory]
    [InlineData("direct")]
    [InlineData("nginx")]
    public Task An_expired_token(string way) => AnExpiredTokenIsTheClientsAsync(way);

    [PythonNginxTheory]
    [InlineData("direct", Own403)]
    [InlineData("nginx", BehindNginx)]
    public Task No_credential(string way, string verdict) => NoCredentialIsAGuessAsync(way, verdict);

    [PythonNginxTheory]
    [InlineData("direct")]
    [InlineData("nginx")]
    public Task A_credential_in_another_place(string way) => AnotherPlaceIsFoundByTryingAsync(way);

    [PythonNginxTheory]
    [InlineData("direct", Own403)]
    [InlineData("nginx", BehindNginx)]
    public Task A_credential_in_a_parameter_of_another_name(string way, string verdict) =>
        AnotherNameIsNotGuessedAsync(way, verdict);

    [PythonNginxTheory]
    [InlineData("direct", ".", "client", "likely")]
    [InlineData("nginx", "; either the path is wrong, or nginx drops the upgrade.", "unknown", "guess")]
    public async Task A_wrong_path(string way, string more, string side, string confidence)
    {
        var told = await AskAsync(way, "/nowhere");

        told.Ends(
            ExitCode.NegotiationFailed,
            $"There is no WebSocket at /nowhere: a plain GET is answered the same{more}",
            side,
            confidence
        );
    }

    [PythonNginxTheory]
    [InlineData(
        "nginx, bare",
        "Python's websockets could not read the request, which was sent right: a hop passes it on in another form, as nginx does with HTTP/1.0 where proxy_http_version 1.1 is missing."
    )]
    [InlineData(
        "nginx, HTTP/1.1",
        "The server asks for an upgrade that was sent: a hop on the way drops Upgrade or Connection."
    )]
    public async Task A_dropped_upgrade_is_the_proxys(string way, string verdict)
    {
        var told = await AskAsync(way, "/ws");

        told.Ends(ExitCode.NegotiationFailed, verdict, "proxy", "likely");
        (await AskAsync("nginx", "/ws")).IsFine();
    }

    [PythonNginxFact]
    public Task A_handshake_without_an_answer() => AHandshakeWithoutAnAnswerIsToldAfterTheTimeAsync();

    // Here nothing tells the handshake from the plain request: both hang.
    [PythonNginxFact]
    public async Task A_handshake_without_an_answer_behind_nginx()
    {
        var told = await AskAsync("nginx, impatient", "/hang");

        told.Ends(
            ExitCode.NegotiationFailed,
            "nginx answered, because the application behind it did not answer in time.",
            "server",
            "likely"
        );
    }

    [PythonNginxTheory]
    [InlineData(
        "direct",
        1008,
        Refused + "by a policy of its own (1008 \"Policy Violation\"): mostly a missing or refused credential."
    )]
    [InlineData(
        "nginx",
        1008,
        Refused + "by a policy of its own (1008 \"Policy Violation\"): mostly a missing or refused credential."
    )]
    [InlineData(
        "direct",
        4001,
        Refused + "at once with a code of the application's own (4001): what it means stands in the application's code."
    )]
    [InlineData(
        "nginx",
        4001,
        Refused + "at once with a code of the application's own (4001): what it means stands in the application's code."
    )]
    public Task A_socket_that_is_closed_at_once(string way, int code, string verdict) =>
        ASocketThatIsClosedAtOnceIsNotBlamedOnTheHandshakeAsync(way, code, verdict);
}

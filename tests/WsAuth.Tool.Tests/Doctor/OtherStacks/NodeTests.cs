using WsAuth.Testing.Proxies;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor.OtherStacks;

/// <summary>Node's ws with jsonwebtoken, which says nothing but a status; and nginx before it.</summary>
public sealed class NodeTests(NodeStack stack) : OtherStackTests(stack), IClassFixture<NodeStack>
{
    private const string Bare =
        "The server refuses without a reason: the credential, its permissions, the Origin, or an address list.";
    private const string Refused = "The server accepted the socket and closed it ";

    [NginxTheory]
    [InlineData("direct")]
    [InlineData("nginx")]
    public Task A_wrong_secret(string way) => AWrongSecretIsLikelyAsync(way, SilentCode);

    [NginxTheory]
    [InlineData("direct")]
    [InlineData("nginx")]
    public Task An_expired_token(string way) => AnExpiredTokenIsTheClientsAsync(way);

    [NginxTheory]
    [InlineData("direct", Bare)]
    [InlineData("nginx", BehindNginx)]
    public Task No_credential(string way, string verdict) => NoCredentialIsAGuessAsync(way, verdict);

    [NginxTheory]
    [InlineData("direct")]
    [InlineData("nginx")]
    public Task A_credential_in_another_place(string way) => AnotherPlaceIsFoundByTryingAsync(way);

    [NginxTheory]
    [InlineData("direct", Bare)]
    [InlineData("nginx", BehindNginx)]
    public Task A_credential_in_a_parameter_of_another_name(string way, string verdict) =>
        AnotherNameIsNotGuessedAsync(way, verdict);

    [NginxFact]
    public async Task A_path_whose_handshakes_are_dropped_is_one_of_several_causes()
    {
        var told = await AskAsync("direct", "/nowhere");

        told.Ends(
                ExitCode.NegotiationFailed,
                "The server took the request and closed the connection without an answer.",
                "unknown",
                "guess"
            )
            .Says("there may be no WebSocket at this path (Node servers drop such upgrades)");
    }

    [NginxFact]
    public async Task Behind_nginx_the_application_is_known_to_run_all_the_same()
    {
        var told = await AskAsync("nginx", "/nowhere");

        told.Ends(
                ExitCode.NegotiationFailed,
                "nginx answered, because the application behind it broke the handshake off; it runs, for a plain GET of the same URL is answered 404.",
                "server",
                "likely"
            )
            .Says("Node servers drop those of paths that they do not know");
        Assert.Equal("nginx", told.Outcome.Json.GetProperty("answered_by").GetProperty("name").GetString());
    }

    [NginxTheory]
    [InlineData("nginx, bare")]
    [InlineData("nginx, HTTP/1.1")]
    public async Task A_dropped_upgrade_and_a_wrong_path_look_alike_and_both_are_named(string way)
    {
        var told = await AskAsync(way, "/ws");

        told.Ends(
                ExitCode.NegotiationFailed,
                "There is no WebSocket at /ws: a plain GET is answered the same; either the path is wrong, or nginx drops the upgrade.",
                "unknown",
                "guess"
            )
            .Says("Where:   the URL's path, or nginx's configuration for Upgrade and Connection");
        Assert.Equal("warned", told.Outcome.OutcomeOf("upgrade"));
        (await AskAsync("nginx", "/ws")).IsFine();
    }

    [NginxFact]
    public Task A_handshake_without_an_answer() => AHandshakeWithoutAnAnswerIsToldAfterTheTimeAsync();

    [NginxFact]
    public async Task A_handshake_without_an_answer_behind_nginx()
    {
        var told = await AskAsync("nginx, impatient", "/hang");

        told.Ends(
            ExitCode.NegotiationFailed,
            "nginx answered, because the application behind it did not answer the handshake in time; it runs, for a plain GET of the same URL is answered 404.",
            "server",
            "likely"
        );
    }

    [NginxTheory]
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

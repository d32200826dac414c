using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Tests.Doctor;
using Xunit;
using static WsAuth.Tool.Tests.Incidents.IncidentGateway;

namespace WsAuth.Tool.Tests.Incidents;

/// <summary>Outage 3: a page connects before login and sends its session id as <c>session_token</c>. All that it saw was 1006.</summary>
public sealed class Incident3SessionTests
{
    private const string Looks = "looks like a session id";
    private const string Fix =
        "Send an access token to authenticate, and the session id, which is state and no credential, as session_id.";

    private readonly string _session = LeakWatch.Protect("8f14e45fceea167a");

    private string SessionId => $"session_{_session}";

    [Fact]
    public async Task The_pages_author_alone_learns_what_was_sent_where_and_what_to_send()
    {
        await using var gateway = await StartAsync();

        var told = await AskAsync(gateway);

        told.Ends(
                ExitCode.AuthenticationRefused,
                $"A credential was found where this endpoint does not look. What was sent {Looks}, in the query parameter session_token.",
                "client",
                "certain"
            )
            .Says($"\nChange:  {Fix}\n");
        Assert.Equal(("credential_misplaced", "passed"), (told.Member("reason"), told.Outcome.OutcomeOf("upgrade")));
    }

    [Fact]
    public async Task The_operator_alone_with_the_URL_of_an_access_log_learns_the_same()
    {
        await using var gateway = await StartAsync();
        var url = $"wss://chat.example/ws?session_token={SessionId}";

        var text = await InspectAsync(gateway, url);
        var document = await InspectAsync(gateway, url, "--json");

        Assert.Equal((ExitCode.Finding, ExitCode.Finding), (text.ExitCode, document.ExitCode));
        Assert.Contains(
            $"credential_misplaced: A credential was found where this endpoint does not look. The query parameter session_token is not read here, and holds what {Looks}",
            text.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("an anonymous session does not connect", text.Output, StringComparison.Ordinal);
        Assert.Equal(
            ("credential_misplaced", "a session id"),
            (document.Json.GetProperty("reason").GetString(), document.Json.GetProperty("looks_like").GetString())
        );
    }

    [Fact]
    public async Task With_both_the_services_own_words_are_the_verdict()
    {
        await using var gateway = await StartAsync();

        var told = await AskAsync(gateway, AsOperator);

        told.Says(
            $"The query parameter session_token is not read here, and holds what {Looks}",
            "session id, which is state and no credential, as session_id"
        );
        Assert.Equal(
            ("credential_misplaced", "client", "certain"),
            (told.Member("code"), told.Outcome.Verdict("side"), told.Outcome.Verdict("confidence"))
        );
    }

    [Fact]
    public async Task The_session_id_in_the_place_of_a_token_is_called_what_it_is()
    {
        await using var gateway = await StartAsync();

        var told = await Told.ByDoctorAsync(
            gateway.Tool,
            gateway.Host.WebSocket("/ws"),
            SessionId,
            "--credential",
            "-",
            "--origin",
            App
        );

        told.Ends(
                ExitCode.AuthenticationRefused,
                $"The credential is of a kind that this endpoint does not accept. What was sent {Looks}, in the Authorization header.",
                "client",
                "certain"
            )
            .Says($"\nChange:  {Fix}\n");
    }

    [Fact]
    public async Task In_the_URL_itself_it_is_refused_as_an_argument()
    {
        await using var gateway = await StartAsync();

        var outcome = await gateway.Tool.RunAsync("doctor", $"wss://chat.example/ws?session_token={SessionId}");

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("holds a value for 'session_token'", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mended_the_page_authenticates_by_a_token_and_keeps_its_session_beside_it()
    {
        await using var gateway = await StartAsync();

        string[] page = ["--origin", App, "--location", "sub-protocol", .. OfService];

        var bare = await gateway.DoctorAsync("/ws?session_id=room-7", page);
        var whole = await gateway.DoctorAsync("/ws?session_id=room-7", [.. page, "--protocol", "chat.v1"]);

        Assert.Equal("subprotocol_missing", bare.Member("reason"));
        bare.Says("Offer a second sub-protocol: new WebSocket(url, ['chat', 'bearer.' + token]).");
        whole.IsFine();
    }

    private Task<Told> AskAsync(IncidentGateway gateway, params string[] more) =>
        Told.ByDoctorAsync(
            gateway.Tool,
            gateway.Host.WebSocket("/ws"),
            SessionId,
            ["--credential", "-", "--location", "query:session_token", "--origin", App, .. more]
        );

    private static Task<ToolOutcome> InspectAsync(IncidentGateway gateway, string url, params string[] more) =>
        gateway.Tool.RunWithInputAsync(url, ["token", "inspect", "-", "--kind", "jwt", .. OfService, .. more]);

    private static Task<IncidentGateway> StartAsync() =>
        IncidentGateway.StartAsync(("JWT_SECRET_STAGING", TestSecrets.Hex()), ("EDGE_SECRET", TestSecrets.Hex()));
}

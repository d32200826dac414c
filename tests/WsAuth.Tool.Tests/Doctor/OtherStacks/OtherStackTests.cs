using WsAuth.Client;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor.OtherStacks;

/// <summary>What the two stacks have in common: the same cases, with the answers and so the verdicts of each.</summary>
public abstract class OtherStackTests(OtherStack stack) : IDisposable
{
    protected const string Variable = ExaminedHost.Variable;
    protected const string Unread =
        " Without a credential the answer is the same: the server may not look for one in the Authorization header, or under this name.";
    protected const string Read =
        " The server does read the Authorization header: without a credential the answer is another one (403).";
    protected const string NoneSent = " No credential was sent, which may be why.";
    protected const string SilentCode =
        "The credential is refused by code that does not say why: the answer lacks the WWW-Authenticate that frameworks send.";
    protected const string BehindNginx =
        "The application behind nginx refuses without a reason, for nginx's own refusals are a page: the credential, its permissions, the Origin, or an address list.";
    protected const string NotByServer = "its log at this time tells";

    private readonly ToolHarness _tool = Examined.Tool();

    private protected Task<Told> AskAsync(string way, string path, params string[] arguments)
    {
        _tool.Variables[Variable] = stack.Secret;
        return Told.ByDoctorAsync(_tool, stack.Url(way, path), arguments);
    }

    protected async Task AWrongSecretIsLikelyAsync(string way, string verdict)
    {
        _tool.Variables[Variable] = TestSecrets.Hex();

        var told = await Told.ByDoctorAsync(_tool, stack.Url(way, "/ws"));

        told.Ends(ExitCode.AuthenticationRefused, verdict + Read, "unknown", "likely")
            .Says("; here the secret is fp:", $" from env:{Variable}")
            .DoesNotKnow(NotByServer);
        Assert.Equal(
            (401, "http_authentication"),
            (told.Outcome.Json.GetProperty("status").GetInt32(), told.Member("phase"))
        );
        (await AskAsync(way, "/ws")).IsFine();
    }

    protected async Task AnExpiredTokenIsTheClientsAsync(string way)
    {
        var token = Mint(stack.Secret, TimeSpan.FromHours(-3));

        var told = await Told.ByDoctorAsync(_tool, stack.Url(way, "/ws"), token, "--credential", "-");

        Assert.StartsWith(
            "The token has expired, 3 h ago by its own exp",
            told.Outcome.Verdict(),
            StringComparison.Ordinal
        );
        Assert.Equal(("client", "likely"), (told.Outcome.Verdict("side"), told.Outcome.Verdict("confidence")));
        told.Says("\nChange:  Fetch a fresh token before each connection.\n").DoesNotKnow(NotByServer);
    }

    protected async Task NoCredentialIsAGuessAsync(string way, string verdict)
    {
        var told = await AskAsync(way, "/ws", "--kind", "none");

        told.Ends(ExitCode.AuthenticationRefused, verdict + NoneSent, "unknown", "guess")
            .Says("Send the credential that this endpoint wants")
            .DoesNotKnow(NotByServer);
    }

    protected async Task AnotherPlaceIsFoundByTryingAsync(string way)
    {
        var told = await AskAsync(way, "/query");

        told.Ends(
            ExitCode.AuthenticationRefused,
            "The server does not take the credential from the Authorization header, or it does not get there; the same handshake with it in the query parameter access_token opens.",
            "unknown",
            "likely"
        );
        Assert.Equal("passed", told.Outcome.OutcomeOf("location_query"));
        (await AskAsync(way, "/query", "--location", "query")).IsFine();
    }

    protected async Task AnotherNameIsNotGuessedAsync(string way, string verdict)
    {
        var told = await AskAsync(way, "/token");

        told.Ends(ExitCode.AuthenticationRefused, verdict + Unread, "server", "guess").DoesNotKnow(NotByServer);
        (await AskAsync(way, "/token", "--location", "query:token")).IsFine();
    }

    protected async Task AHandshakeWithoutAnAnswerIsToldAfterTheTimeAsync()
    {
        var told = await AskAsync("direct", "/hang", "--timeout", "2");

        told.Ends(
            ExitCode.NegotiationFailed,
            "The server took the request and did not answer in time.",
            "unknown",
            "guess"
        );
        Assert.Equal("no byte came in time", told.Outcome.SeenOf("handshake"));
        Assert.Equal("not_run", told.Outcome.OutcomeOf("upgrade"));
    }

    protected async Task ASocketThatIsClosedAtOnceIsNotBlamedOnTheHandshakeAsync(string way, int code, string verdict)
    {
        var told = await AskAsync(way, $"/close/{code}");

        told.Ends(ExitCode.ClosedAfterUpgrade, verdict + Unread, "server", "likely");
        Assert.Equal(code, told.Outcome.Json.GetProperty("close_code").GetInt32());
        Assert.Equal(("passed", "failed"), (told.Outcome.OutcomeOf("handshake"), told.Outcome.OutcomeOf("first_ping")));
    }

    public void Dispose()
    {
        _tool.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Mint(string secret, TimeSpan lifetime)
    {
        using var minter = TokenMinter.FromConfiguration(
            new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(),
            "Production",
            variables: new TestVariables { [Variable] = secret }
        );
        return LeakWatch.ProtectToken(minter.Jwt("u1", jwt => jwt.Lifetime = lifetime).DangerousGetText());
    }
}

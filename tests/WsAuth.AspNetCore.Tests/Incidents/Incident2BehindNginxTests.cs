using System.Text;
using Microsoft.AspNetCore.Builder;
using WsAuth.Client;
using WsAuth.Client.Diagnosis;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Testing.Proxies;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>Outage 2 with nginx in between: the tests look for their secret in an order of their own and run as <c>development</c>, the service as <c>staging</c>.</summary>
public sealed class Incident2BehindNginxTests
{
    private const string OrderOfTheTests = "JWT_SECRET_STAGING,JWT_SECRET_KEY,E2E_BYPASS_KEY,STAGING_JWT_SECRET";
    private const string OrderOfTheService =
        "env:JWT_SECRET_{ENVIRONMENT} > env:JWT_SECRET_KEY > env:JWT_SECRET > env:AUTH_JWT_SECRET > env:SECRET_KEY";
    private const string Issuer = "https://staging.issuer.example";
    private const string Claims = """{"sub":"u1","exp":@+300,"iss":"https://staging.issuer.example"}""";

    private readonly string _ofStaging = TestSecrets.Hex();
    private readonly string _ofEveryone = TestSecrets.Hex();

    private string InForce =>
        $"env:JWT_SECRET_STAGING (source 1 of 'jwt', {SecretFingerprint.Of(_ofStaging)}) is in force in Staging.";

    [NginxTheory]
    [InlineData("mint-jsonwebtoken.js")]
    [InlineData("mint_pyjwt.py")]
    public async Task As_it_happened_the_line_names_the_source_that_signed_and_the_client_learns_where_to_look(
        string script
    )
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        var token = await MintAsync(script, "JWT_SECRET_KEY", _ofEveryone);

        var outcome = await ConnectAsync(script, nginx.WebSocket("/ws"), token);
        var diagnosis = await ClientsView.DiagnoseAsync(
            nginx.WebSocket("/ws"),
            options => options.SetCredential(token)
        );

        Assert.Equal((false, 401, "credential_invalid"), (outcome.Opened, outcome.Status, outcome.Reason));
        diagnosis.AssertCredentialInvalid();
        foreach (var line in new[] { host.LineOf(outcome.Attempt), host.LineOf(diagnosis.AttemptId) })
        {
            line.AssertSays(
                "refused: signature_mismatch at /ws by WsAuth; ",
                $"Signed with env:JWT_SECRET_KEY (source 2 of 'jwt', {SecretFingerprint.Of(_ofEveryone)}), but {InForce}",
                "Fix: Give issuer and server the same secret"
            );
        }
    }

    [NginxFact]
    public async Task Signed_with_what_only_the_tests_have_the_line_says_that_no_value_here_did()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        var token = await MintAsync("mint-jsonwebtoken.js", "E2E_BYPASS_KEY", TestSecrets.Hex());

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket("/ws"), token);

        host.LineOf(outcome.Attempt).AssertSays($"Signed with none of the 2 values visible here; {InForce}");
    }

    [NginxFact]
    public async Task A_token_of_another_environments_issuer_is_told_by_both_issuers()
    {
        await using var host = await StartAsync(("WsAuth:Jwt:Issuer", Issuer));
        await using var nginx = await FrontNginx.StartAsync(host);

        var outcome = await ClientScript.ConnectByNodeAsync(
            nginx.WebSocket("/ws"),
            Sign(Claims.Replace("staging", "production", StringComparison.Ordinal))
        );
        var mended = await ClientScript.ConnectByNodeAsync(nginx.WebSocket("/ws"), Sign(Claims));

        Assert.Equal((401, "credential_invalid"), (outcome.Status, outcome.Reason));
        host.LineOf(outcome.Attempt)
            .AssertSays("refused: issuer_refused at /ws by WsAuth; ", "https://production.issuer.example", Issuer);
        Assert.True(mended.Opened);
    }

    [NginxTheory]
    [InlineData("proxy_pass_header Date;", true)]
    [InlineData("", false)]
    public async Task A_server_whose_clock_is_ten_minutes_fast_is_told_where_nginx_lets_its_date_through(
        string location,
        bool isSeen
    )
    {
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10));
        await using var host = await StartAsync(clock);
        await using var nginx = await FrontNginx.StartAsync(host, location);
        var token = await MintAsync("mint-jsonwebtoken.js", "JWT_SECRET_STAGING", _ofStaging);

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket("/ws"), token);
        var diagnosis = await ClientsView.DiagnoseAsync(
            nginx.WebSocket("/ws"),
            options => options.SetCredential(token)
        );

        Assert.Equal((401, "token_expired"), (outcome.Status, outcome.Reason));
        Assert.Equal((HandshakePhase.HttpAuthentication, "token_expired"), (diagnosis.Phase, diagnosis.Reason));
        Assert.Equal(isSeen, diagnosis.Verdict.Contains("The clocks differ", StringComparison.Ordinal));
        Assert.Equal(isSeen, diagnosis.Fix.Contains("NTP", StringComparison.Ordinal));
    }

    [NginxFact]
    public async Task Mended_by_the_hosts_own_resolver_Node_and_Python_connect()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        using var minter = TokenMinter.For(host.Services);
        var token = LeakWatch.ProtectToken(minter.Jwt("u1").DangerousGetText());

        var byNode = await ClientScript.ConnectByNodeAsync(nginx.WebSocket("/ws"), token);
        var byPython = await ClientScript.ConnectByPythonAsync(nginx.WebSocket("/ws"), token);
        var diagnosis = await ClientsView.DiagnoseAsync(
            nginx.WebSocket("/ws"),
            options => options.SetCredential(token)
        );

        Assert.Equal((true, true, true), (byNode.Opened, byPython.Opened, diagnosis.Succeeded));
    }

    private static Task<string> MintAsync(string script, string variable, string secret) =>
        ClientScript.MintAsync(
            script,
            "HS256",
            "u1",
            OrderOfTheTests,
            new Dictionary<string, string> { [variable] = secret }
        );

    private static Task<ConnectOutcome> ConnectAsync(string script, Uri url, string token) =>
        script.EndsWith(".py", StringComparison.Ordinal)
            ? ClientScript.ConnectByPythonAsync(url, token)
            : ClientScript.ConnectByNodeAsync(url, token);

    private string Sign(string claims) =>
        HandmadeJwt.Sign(
            HandmadeJwt.Header,
            HandmadeJwt.At(claims, TimeProvider.System.GetUtcNow()),
            Encoding.UTF8.GetBytes(_ofStaging)
        );

    private Task<KestrelHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(null, settings);

    private Task<KestrelHost> StartAsync(ManualTimeProvider? clock, params (string Name, string Value)[] settings) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            settings
                .Append(("WsAuth:Secrets:jwt:Order", OrderOfTheService))
                .Append(("WsAuth:RefusalLogInterval", "00:00:00"))
                .ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2),
            "Staging",
            clock: clock,
            variables: new TestVariables { ["JWT_SECRET_STAGING"] = _ofStaging, ["JWT_SECRET_KEY"] = _ofEveryone }
        );
}

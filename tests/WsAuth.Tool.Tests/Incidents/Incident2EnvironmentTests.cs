using Microsoft.Extensions.Configuration;
using WsAuth.Client;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Tests.Doctor;
using Xunit;
using static WsAuth.Tool.Tests.Incidents.IncidentGateway;

namespace WsAuth.Tool.Tests.Incidents;

/// <summary>Outage 2: the test suite looks for its secret as <c>development</c> and finds the common one, the service runs as <c>staging</c> and has one of its own.</summary>
public sealed class Incident2EnvironmentTests
{
    private readonly string _ofStaging = TestSecrets.Hex();
    private readonly string _ofEveryone = TestSecrets.Hex();

    [Fact]
    public async Task The_suite_alone_learns_which_source_of_its_own_was_used()
    {
        await using var gateway = await StartAsync();

        var told = await AskAsync(gateway, "Development");
        var table = await gateway.Tool.RunAsync(
            "secret",
            "explain",
            "--name",
            "jwt",
            "--environment",
            "Development",
            "--env-file",
            ".env"
        );

        told.Ends(
                ExitCode.AuthenticationRefused,
                $"The credential is not valid here. Nine times in ten the two sides hold different secrets 'jwt'; here it is {SecretFingerprint.Of(_ofEveryone)} from env:JWT_SECRET_KEY (.env).",
                "unknown",
                "likely"
            )
            .Says(
                "a JWT made here, environment Development, from .env",
                $"here the secret is {SecretFingerprint.Of(_ofEveryone)} from env:JWT_SECRET_KEY (.env)"
            )
            .DoesNotKnow("whether the server holds the same secret");
        Assert.Contains("Secrets in environment Development", table.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"jwt: in force {SecretFingerprint.Of(_ofEveryone)} from env:JWT_SECRET_KEY (source 2 of 3)",
            table.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_operator_alone_with_a_token_of_the_suite_learns_which_of_the_services_own_sources_made_it()
    {
        await using var gateway = await StartAsync();
        using var suite = TokenMinter.FromConfiguration(
            new ConfigurationBuilder().Build(),
            "Development",
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _ofEveryone }
        );
        var token = LeakWatch.ProtectToken(suite.Jwt("u1").DangerousGetText());

        var text = await InspectAsync(gateway, token);
        var document = await InspectAsync(gateway, token, "--json");

        Assert.Equal((ExitCode.Finding, ExitCode.Finding), (text.ExitCode, document.ExitCode));
        var secret =
            $"Signed with env:JWT_SECRET_KEY (source 2 of 'jwt', {SecretFingerprint.Of(_ofEveryone)}), but env:JWT_SECRET_STAGING (source 1 of 'jwt', {SecretFingerprint.Of(_ofStaging)}) is in force in Staging.";
        Assert.Contains($"secret: {secret}\n", text.Output, StringComparison.Ordinal);
        Assert.Equal(
            ("key_unknown", secret, "Staging"),
            (
                document.Json.GetProperty("reason").GetString(),
                document.Json.GetProperty("secret").GetString(),
                document.Json.GetProperty("environment").GetString()
            )
        );
    }

    [Fact]
    public async Task With_both_the_source_in_force_and_the_shadowed_one_are_named()
    {
        await using var gateway = await StartAsync();

        var told = await AskAsync(gateway, "Development", AsOperator);
        var compared = await gateway.Tool.RunAsync([
            "secret",
            "compare",
            "--name",
            "jwt",
            .. OfService,
            "--other-env-file",
            ".env",
            "--json",
        ]);

        Assert.Equal(("both", "certain"), (told.Outcome.Verdict("side"), told.Outcome.Verdict("confidence")));
        Assert.Equal("key_unknown", told.Member("code"));
        told.Says(
            $"\nVerdict: The two sides hold different secrets 'jwt': {SecretFingerprint.Of(_ofEveryone)} from env:JWT_SECRET_KEY (.env) here, {SecretFingerprint.Of(_ofStaging)} from env:JWT_SECRET_STAGING in the server's Staging. The server has the value of this side in env:JWT_SECRET_KEY, but env:JWT_SECRET_STAGING comes before it.",
            $"Signed with env:JWT_SECRET_KEY (source 2 of 'jwt', {SecretFingerprint.Of(_ofEveryone)}), but env:JWT_SECRET_STAGING (source 1 of 'jwt', {SecretFingerprint.Of(_ofStaging)}) is in force in Staging.",
            "Change:  Give env:JWT_SECRET_KEY (.env) on this side the value of env:JWT_SECRET_STAGING;"
        );
        Assert.Equal(
            (ExitCode.Finding, "source"),
            (compared.ExitCode, compared.Json.GetProperty("difference").GetString())
        );
    }

    [Fact]
    public async Task Mended_by_the_services_own_environment_and_variables_the_two_cannot_differ()
    {
        await using var gateway = await StartAsync();
        gateway.WriteClient(("JWT_SECRET_STAGING", _ofStaging), ("JWT_SECRET_KEY", _ofEveryone));

        (await AskAsync(gateway, "Staging")).IsFine();
    }

    private static Task<Told> AskAsync(IncidentGateway gateway, string environment, params string[] more) =>
        gateway.DoctorAsync("/ws", ["--environment", environment, "--env-file", ".env", .. more]);

    private static Task<ToolOutcome> InspectAsync(IncidentGateway gateway, string token, params string[] more) =>
        gateway.Tool.RunWithInputAsync(token, ["token", "inspect", "-", "--kind", "jwt", .. OfService, .. more]);

    private async Task<IncidentGateway> StartAsync()
    {
        var gateway = await IncidentGateway.StartAsync(
            ("JWT_SECRET_STAGING", _ofStaging),
            ("JWT_SECRET_KEY", _ofEveryone),
            ("EDGE_SECRET", TestSecrets.Hex())
        );
        gateway.WriteClient(("JWT_SECRET_KEY", _ofEveryone));
        return gateway;
    }
}

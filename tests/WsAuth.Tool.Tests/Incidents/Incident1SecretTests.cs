using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Tests.Doctor;
using Xunit;
using static WsAuth.Tool.Tests.Incidents.IncidentGateway;

namespace WsAuth.Tool.Tests.Incidents;

/// <summary>Outage 1: the edge client's <c>.env</c> holds another secret than the service. All that was seen was 403.</summary>
public sealed class Incident1SecretTests
{
    private readonly string _ofService = TestSecrets.Hex();
    private readonly string _ofClient = TestSecrets.Hex();

    [Fact]
    public async Task The_client_alone_learns_its_own_fingerprint_and_what_it_cannot_know()
    {
        await using var gateway = await StartAsync(_ofClient);

        var told = await AskAsync(gateway);

        told.Ends(
                ExitCode.AuthenticationRefused,
                $"The credential is not valid here. Nine times in ten the two sides hold different secrets 'edge'; here it is {SecretFingerprint.Of(_ofClient)} from env:EDGE_SECRET (.env).",
                "unknown",
                "likely"
            )
            .Says("Compare the secrets: wsauth secret compare --name edge --env-file .env --server http://127.0.0.1:")
            .Says($"here the secret is {SecretFingerprint.Of(_ofClient)} from env:EDGE_SECRET (.env)")
            .DoesNotKnow("which of the causes behind credential_invalid it is: the server tells operators alone")
            .DoesNotKnow("whether the server holds the same secret");
        Assert.DoesNotContain(SecretFingerprint.Of(_ofService), told.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"refused: secret_mismatch at /edge/ws by WsAuth; The presented secret is not the one in force here. The presented secret is {SecretFingerprint.Of(_ofClient)} (64 characters)",
            gateway.LineOf(told),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_operator_alone_sees_that_the_service_takes_its_own_secret_and_compares_the_fingerprint_of_the_log()
    {
        await using var gateway = await StartAsync(_ofClient);

        var own = await gateway.DoctorAsync(Edge, ["--kind", "shared-secret", .. OfService]);
        var table = await gateway.Tool.RunAsync(["secret", "explain", "--name", "edge", .. OfService]);
        var compared = await CompareAsync(gateway, OfService, "--fingerprint", SecretFingerprint.Of(_ofClient));
        var same = await CompareAsync(gateway, OfService, "--fingerprint", SecretFingerprint.Of(_ofService));

        own.IsFine();
        Assert.Contains(
            $"edge: in force {SecretFingerprint.Of(_ofService)} from env:EDGE_SECRET",
            table.Output,
            StringComparison.Ordinal
        );
        Assert.Equal((ExitCode.Finding, ExitCode.Fine), (compared.ExitCode, same.ExitCode));
        Assert.Equal("different", compared.Json.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task With_both_the_two_sources_are_named()
    {
        await using var gateway = await StartAsync(_ofClient);

        var told = await AskAsync(gateway, AsOperator);
        var compared = await CompareAsync(
            gateway,
            ["--env-file", ".env"],
            "--server",
            new Uri(gateway.Host.Address, "/ws-auth").ToString(),
            "--operator-token-from",
            "env:OPS_TOKEN"
        );

        told.Ends(
                ExitCode.AuthenticationRefused,
                $"The two sides hold different secrets 'edge': {SecretFingerprint.Of(_ofClient)} from env:EDGE_SECRET (.env) here, {SecretFingerprint.Of(_ofService)} from env:EDGE_SECRET in the server's Staging. "
                    + $"The server says: The presented secret is not the one in force here. The presented secret is {SecretFingerprint.Of(_ofClient)} (64 characters); secret 'edge' in Staging is {SecretFingerprint.Of(_ofService)} from env:EDGE_SECRET (source 1 of 2), 64 bytes. "
                    + $"The client sent none of the 3 values visible here; env:EDGE_SECRET (source 1 of 'edge', {SecretFingerprint.Of(_ofService)}) is in force in Staging.",
                "both",
                "certain"
            )
            .Says(
                "Change:  Give env:EDGE_SECRET (.env) on this side and env:EDGE_SECRET on the server the same value. How the two differ says: wsauth secret compare --name edge --env-file .env --server ",
                "Where:   both sides: env:EDGE_SECRET (.env) here, env:EDGE_SECRET on the server"
            );
        Assert.Equal("secret_mismatch", told.Member("code"));
        Assert.Equal(
            (ExitCode.Finding, "unrelated"),
            (compared.ExitCode, compared.Json.GetProperty("difference").GetString())
        );
    }

    [Fact]
    public async Task Mended_the_socket_opens()
    {
        await using var gateway = await StartAsync(_ofService);

        var told = await AskAsync(gateway);
        var byToken = await gateway.DoctorAsync(Edge, "--kind", "edge", "--env-file", ".env");

        told.IsFine();
        byToken.IsFine();
    }

    [Fact]
    public async Task A_line_end_in_the_clients_file_is_named_before_anything_is_sent()
    {
        await using var gateway = await StartAsync($"\"{_ofService}\\n\"");

        var outcome = await gateway.Tool.RunAsync([
            "doctor",
            gateway.Host.WebSocket(Edge).ToString(),
            "--kind",
            "shared-secret",
            "--env-file",
            ".env",
        ]);

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(
            "The secret cannot be sent: env:EDGE_SECRET has a character in it that cannot stand in a header. Secret 'edge': the value of env:EDGE_SECRET ends with a line feed",
            outcome.Error,
            StringComparison.Ordinal
        );
        Assert.Empty(gateway.Host.Logs.Handshakes);
    }

    [Fact]
    public async Task An_edge_token_of_the_secret_with_a_line_end_is_told_so_by_either_side()
    {
        await using var gateway = await StartAsync($"\"{_ofService}\\n\"");
        string[] asEdge = ["--kind", "edge", "--env-file", ".env"];

        var client = await gateway.DoctorAsync(Edge, asEdge);
        var both = await gateway.DoctorAsync(Edge, [.. asEdge, .. AsOperator]);

        client.Says(
            "\nVerdict: The credential is not valid here. Likely because of this side's value: Secret 'edge': the value of env:EDGE_SECRET ends with a line feed",
            "\nChange:  Correct env:EDGE_SECRET (.env) first; then ask again.",
            "\nWhere:   the client: ",
            "\nSure:    likely\n"
        );
        both.Says(
            "\nVerdict: The two sides hold different secrets 'edge': ",
            "Signed with env:EDGE_SECRET plus a trailing line feed",
            "Change:  On this side first: Secret 'edge': the value of env:EDGE_SECRET ends with a line feed"
        );
        Assert.Equal("signature_mismatch", both.Member("code"));
    }

    private static Task<Told> AskAsync(IncidentGateway gateway, params string[] more) =>
        gateway.DoctorAsync(Edge, ["--kind", "shared-secret", "--env-file", ".env", .. more]);

    private static Task<ToolOutcome> CompareAsync(IncidentGateway gateway, string[] side, params string[] other) =>
        gateway.Tool.RunAsync(["secret", "compare", "--name", "edge", "--json", .. side, .. other]);

    private async Task<IncidentGateway> StartAsync(string ofClient)
    {
        var gateway = await IncidentGateway.StartAsync(
            ("EDGE_SECRET", _ofService),
            ("JWT_SECRET_STAGING", TestSecrets.Hex())
        );
        gateway.WriteClient(("EDGE_SECRET", ofClient));
        return gateway;
    }
}

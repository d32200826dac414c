using System.Text.Json;
using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosedHost;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>A real server with this library: its own reason and attempt id come first.</summary>
public sealed class OwnServerTests
{
    [Theory]
    [InlineData(CredentialLocations.AuthorizationHeader)]
    [InlineData(CredentialLocations.SubProtocol)]
    [InlineData(CredentialLocations.QueryAccessToken)]
    [InlineData(CredentialLocations.FirstMessage)]
    public async Task A_good_credential_succeeds_in_every_place(CredentialLocations location)
    {
        await using var host = await StartAsync();

        var diagnosis = await DiagnoseAsync(
            host.WebSocket(location == CredentialLocations.FirstMessage ? "/first" : "/all"),
            options =>
            {
                options.SetCredential(Mint(host), location);
                options.SubProtocols.Add("chat.v1");
            }
        );

        Assert.True(diagnosis.Succeeded, diagnosis.ToString());
        Assert.Equal("The handshake succeeded.", diagnosis.Verdict);
        Assert.Equal(StepOutcome.Passed, diagnosis.Step("authentication"));
        Assert.Equal(StepOutcome.Passed, diagnosis.Step("first ping"));
        Assert.Equal(StepOutcome.Passed, diagnosis.Step("sub-protocol"));
    }

    [Fact]
    public async Task The_wire_class_and_the_attempt_id_lead_to_the_servers_log_line()
    {
        await using var host = await StartAsync();
        await using var other = await StartAsync();

        var diagnosis = await DiagnoseAsync(
            host.WebSocket("/all?room=1"),
            options => options.SetCredential(Mint(other))
        );

        diagnosis.Fails(HandshakePhase.HttpAuthentication, "The credential is not valid here.");
        Assert.Equal((401, "credential_invalid"), (diagnosis.Status, diagnosis.Reason));
        Assert.StartsWith(
            $"Look attempt {diagnosis.AttemptId} up in the server's log",
            diagnosis.Fix,
            StringComparison.Ordinal
        );
        Assert.Contains("issuer, audience", diagnosis.Fix, StringComparison.Ordinal);
        Assert.Contains("the server tells the class of its reason only: credential_invalid", diagnosis.Evidence);
        var log = Assert.Single(host.Logs.Handshakes);
        Assert.Contains(diagnosis.AttemptId!, log.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"failed in phase http_authentication, status 401, reason credential_invalid, attempt {diagnosis.AttemptId}",
            diagnosis.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("/all?room=…", diagnosis.Url, StringComparison.Ordinal);
        Assert.Single(host.Logs.Handshakes);
    }

    [Fact]
    public async Task A_server_in_development_explains_itself()
    {
        await using var host = await StartAsync("Development");
        await using var other = await StartAsync();

        var diagnosis = await DiagnoseAsync(host.WebSocket("/all"), options => options.SetCredential(Mint(other)));

        Assert.StartsWith("The token names a key that is not held here.", diagnosis.Verdict, StringComparison.Ordinal);
        Assert.Contains("compare the two fingerprints", diagnosis.Fix, StringComparison.Ordinal);
        Assert.Contains("the server's exact reason: key_unknown", diagnosis.Evidence);
        Assert.DoesNotContain("withheld", diagnosis.Verdict + diagnosis.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_of_a_client_whose_clock_is_slow_names_the_clocks()
    {
        var clock = new ManualTimeProvider();
        await using var host = await StartAsync(clock: clock);
        var token = Mint(host);
        clock.StepWallClock(TimeSpan.FromMinutes(10));

        var diagnosis = await DiagnoseAsync(
            host.WebSocket("/all"),
            options =>
            {
                options.SetCredential(token);
                options.Clock = new ManualTimeProvider();
            }
        );

        diagnosis.Fails(
            HandshakePhase.HttpAuthentication,
            "The token has expired. The clocks differ: the server's clock is 10 min ahead of this machine's."
        );
        Assert.Equal("token_expired", diagnosis.Reason);
    }

    [Fact]
    public async Task A_credential_that_a_hop_dropped_is_named_as_dropped()
    {
        await using var host = await StartAsync(before: context => context.Request.Headers.Remove("Authorization"));

        var diagnosis = await DiagnoseAsync(host.WebSocket("/all"), options => options.SetCredential(Mint(host)));

        diagnosis.Fails(
            HandshakePhase.HttpAuthentication,
            "The credential was sent (a JWT in the Authorization header), and the server saw none."
        );
    }

    [Fact]
    public async Task An_upgrade_that_a_hop_dropped_is_named_as_dropped()
    {
        await using var host = await StartAsync(before: context => context.Request.Headers.Remove("Upgrade"));

        var diagnosis = await DiagnoseAsync(host.WebSocket("/all"), options => options.SetCredential(Mint(host)));

        Assert.Equal("upgrade_missing", diagnosis.Reason);
        diagnosis.Fails(
            HandshakePhase.ProtocolNegotiation,
            "The handshake was sent complete, and the server saw none: a hop on the way drops Upgrade and Connection, or another header of it."
        );
    }

    [Fact]
    public async Task A_first_message_that_is_refused_has_the_servers_reason()
    {
        await using var host = await StartAsync();
        await using var other = await StartAsync();

        var diagnosis = await DiagnoseAsync(
            host.WebSocket("/first"),
            options => options.SetCredential(Mint(other), CredentialLocations.FirstMessage)
        );

        diagnosis.Fails(HandshakePhase.AfterUpgrade, "The credential is not valid here.");
        Assert.Equal((4401, "credential_invalid"), (diagnosis.CloseCode, diagnosis.Reason));
    }

    [Fact]
    public async Task A_server_that_accepts_and_then_closes_is_read_by_its_close_frame()
    {
        await using var host = await StartAsync(refusal: "Close");
        await using var other = await StartAsync();

        var diagnosis = await DiagnoseAsync(
            host.WebSocket("/all"),
            options =>
            {
                options.SetCredential(Mint(other));
                options.SubProtocols.Add("chat.v1");
            }
        );

        diagnosis.Fails(HandshakePhase.AfterUpgrade, "The credential is not valid here.");
        Assert.Equal((101, 4401, "credential_invalid"), (diagnosis.Status, diagnosis.CloseCode, diagnosis.Reason));
        Assert.Equal(StepOutcome.Failed, diagnosis.Step("authentication"));
    }

    [Fact]
    public async Task A_first_message_that_nobody_reads_is_told()
    {
        await using var host = await StartAsync();

        var diagnosis = await DiagnoseAsync(
            host.WebSocket("/echo"),
            options => options.SetCredential(Mint(host), CredentialLocations.FirstMessage)
        );

        diagnosis.Fails(
            HandshakePhase.AfterUpgrade,
            "The server did not confirm the first message: it answered with another message than auth_ok."
        );
    }

    [Fact]
    public async Task The_data_uses_the_names_of_the_wire()
    {
        await using var host = await StartAsync();

        var data = JsonSerializer.SerializeToElement(await DiagnoseAsync(host.WebSocket("/all")));

        Assert.Equal("http_authentication", data.GetProperty("Phase").GetString());
        Assert.Equal("credential_missing", data.GetProperty("Reason").GetString());
        Assert.Equal("passed", data.GetProperty("Steps")[0].GetProperty("Outcome").GetString());
        Assert.Equal("name resolution", data.GetProperty("Steps")[0].GetProperty("Name").GetString());
    }
}

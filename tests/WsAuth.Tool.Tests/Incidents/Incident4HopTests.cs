using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Tests.Doctor;
using Xunit;
using static WsAuth.Tool.Tests.Incidents.IncidentGateway;

namespace WsAuth.Tool.Tests.Incidents;

/// <summary>Outage 4: a load balancer passes the handshake on without what makes it one, or without the credential. All that was seen was 403, or nothing.</summary>
public sealed class Incident4HopTests
{
    private const string ForWhom = "proxy_set_header X-Forwarded-For $remote_addr;";
    private const string PassUpgrade =
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;"
        + ForWhom;
    private const string Dropped =
        "The handshake was sent complete, and the server saw none: a hop on the way drops Upgrade and Connection, or another header of it.";

    private const string DroppedByTheServersList =
        "The handshake was sent complete, and the server saw none: a hop on the way drops Upgrade and Connection.";

    [NginxFact]
    public async Task The_client_alone_learns_that_a_hop_drops_the_upgrade()
    {
        await using var gateway = await StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(gateway.Host.Address, ForWhom);

        var told = await AskAsync(gateway, nginx);

        told.Ends(ExitCode.NegotiationFailed, Dropped, "proxy", "certain")
            .Says("nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade");
        Assert.Equal(("upgrade_missing", "failed"), (told.Member("reason"), told.Outcome.OutcomeOf("upgrade")));
    }

    [HaproxyFact]
    public async Task So_it_is_with_haproxy()
    {
        await using var gateway = await StartAsync();
        await using var haproxy = await ReverseProxyProcess.StartHaproxyAsync(
            gateway.Host.Address,
            "http-request del-header Upgrade\n    http-request del-header Connection\n    option forwardfor"
        );

        (await AskAsync(gateway, haproxy)).Ends(ExitCode.NegotiationFailed, Dropped, "proxy", "certain");
    }

    [NginxFact]
    public async Task The_operator_alone_sees_that_the_service_itself_is_fine_and_which_way_is_not()
    {
        await using var gateway = await StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(gateway.Host.Address, ForWhom);

        var behind = await gateway.DoctorAsync("/ws", OfService);
        var before = await AskAsync(gateway, nginx, AsOperator);

        behind.IsFine();
        before
            .Ends(ExitCode.NegotiationFailed, DroppedByTheServersList, "proxy", "certain")
            .Says(
                "the server says: The request is no complete WebSocket handshake. Missing: Upgrade: websocket, Connection: Upgrade. Arrived: Sec-WebSocket-Key, Sec-WebSocket-Version.",
                "Proxies that passed it on: X-Forwarded-For: \"127.0.0.1\""
            );
        Assert.Equal("passed", before.Outcome.OutcomeOf("secrets"));
    }

    [NginxTheory]
    [InlineData("Authorization", "header", "Authorization header", "sub-protocol")]
    [InlineData("Sec-WebSocket-Protocol", "sub-protocol", "sub-protocol", "Authorization header")]
    public async Task A_hop_that_drops_the_credential_is_found_by_trying_another_place(
        string header,
        string location,
        string place,
        string other
    )
    {
        await using var gateway = await StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(
            gateway.Host.Address,
            $"{PassUpgrade} proxy_set_header {header} \"\";"
        );

        var told = await AskAsync(gateway, nginx, "--location", location);

        told.Ends(
            ExitCode.AuthenticationRefused,
            $"A hop on the way drops {header}: the credential in the {place} does not reach the server, and the same handshake with it in the {other} opens.",
            "proxy",
            "certain"
        );
        Assert.Equal("credential_missing", told.Member("reason"));
        Assert.Contains(
            "The request came through a proxy (X-Forwarded-For): where the client does send one, that drops Authorization or Sec-WebSocket-Protocol.",
            gateway.LineOf(told),
            StringComparison.Ordinal
        );
    }

    [NginxFact]
    public async Task A_service_that_is_down_behind_its_proxy_is_not_blamed_on_the_credential()
    {
        await using var gateway = await StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(gateway.Host.Address, PassUpgrade);
        await gateway.Host.App.StopAsync();

        (await AskAsync(gateway, nginx)).Ends(
            ExitCode.NegotiationFailed,
            "nginx answered, because the application behind it did not take the connection or broke it off.",
            "server",
            "likely"
        );
    }

    [NginxFact]
    public async Task REST_and_WebSocket_with_two_secrets_are_told_apart_by_the_files()
    {
        // Two services' files: one signs for REST, one verifies at the socket.
        await using var gateway = await StartAsync();
        gateway.Tool.Write("rest.env", $"REST_JWT_SECRET={TestSecrets.Hex()}\n");

        var compared = await gateway.Tool.RunAsync([
            "secret",
            "compare",
            "--name",
            "jwt",
            .. OfService,
            "--other-env-file",
            "rest.env",
            "--other-variable",
            "REST_JWT_SECRET",
            "--json",
        ]);

        Assert.Equal(
            (ExitCode.Finding, "unrelated"),
            (compared.ExitCode, compared.Json.GetProperty("difference").GetString())
        );
    }

    [NginxFact]
    public async Task Mended_the_socket_opens_through_nginx_in_every_place()
    {
        await using var gateway = await StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(gateway.Host.Address, PassUpgrade);

        var told = await AskAsync(gateway, nginx);

        told.IsFine();
        Assert.Equal(
            ("passed", "passed"),
            (told.Outcome.OutcomeOf("location_header"), told.Outcome.OutcomeOf("location_sub_protocol"))
        );
    }

    [HaproxyFact]
    public async Task Mended_the_socket_opens_through_haproxy()
    {
        await using var gateway = await StartAsync();
        await using var haproxy = await ReverseProxyProcess.StartHaproxyAsync(
            gateway.Host.Address,
            "option forwardfor"
        );

        (await AskAsync(gateway, haproxy)).IsFine();
    }

    private static Task<Told> AskAsync(IncidentGateway gateway, ReverseProxyProcess proxy, params string[] more) =>
        Told.ByDoctorAsync(gateway.Tool, proxy.WebSocket("/ws"), [.. OfService, .. more]);

    private static Task<IncidentGateway> StartAsync() =>
        IncidentGateway.StartAsync(("JWT_SECRET_STAGING", TestSecrets.Hex()), ("EDGE_SECRET", TestSecrets.Hex()));
}

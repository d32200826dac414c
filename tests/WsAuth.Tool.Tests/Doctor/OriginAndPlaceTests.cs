using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using WsAuth.Tool.CommandLine;
using Xunit;
using static WsAuth.Tool.Tests.Doctor.ExaminedHost;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>What a second handshake shows that differs from the first one in one thing.</summary>
public sealed class OriginAndPlaceTests : IDisposable
{
    private readonly ToolHarness _tool = Examined.Tool();
    private readonly string _secret = TestSecrets.Hex();

    public OriginAndPlaceTests() => _tool.Variables[Variable] = _secret;

    [Fact]
    public async Task An_origin_that_is_refused_is_shown_by_the_handshake_without_it()
    {
        await using var host = await StartAsync(Same());

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"), "--origin", "https://app.example");

        outcome.Ends(
            ExitCode.AuthenticationRefused,
            "The Origin https://app.example is what the server refuses: the same handshake without it opens.",
            "server"
        );
        Assert.Equal("WsAuth:Origins in the server's configuration", outcome.Verdict("place"));
        Assert.Equal(("failed", "not_run"), (outcome.OutcomeOf("origin"), outcome.OutcomeOf("location_query")));
        Assert.Equal(2, outcome.Json.GetProperty("handshakes").GetArrayLength());
    }

    [Fact]
    public async Task An_origin_that_is_allowed_passes()
    {
        await using var host = await StartAsync(
            Same(),
            settings: settings => settings["WsAuth:Origins"] = "https://app.example"
        );

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"), "--origin", "https://app.example");

        Assert.Equal((ExitCode.Fine, "passed"), (outcome.ExitCode, outcome.OutcomeOf("origin")));
    }

    [Fact]
    public async Task A_header_that_a_hop_drops_is_told_by_the_place_that_works()
    {
        await using var host = await StartAsync(
            Same(),
            before: context => context.Request.Headers.Remove("Authorization")
        );

        Expect(await _tool.ExamineAsync(host.WebSocket("/ws")));
    }

    [HaproxyFact]
    public async Task A_real_haproxy_that_drops_the_header_is_told_by_the_place_that_works()
    {
        await using var host = await StartAsync(Same());
        await using var haproxy = await ReverseProxyProcess.StartHaproxyAsync(
            host.Address,
            "http-request del-header Authorization"
        );

        Expect(await _tool.ExamineAsync(haproxy.WebSocket("/ws")));
    }

    [NginxFact]
    public async Task A_real_nginx_that_strips_the_upgrade_is_told_from_the_service()
    {
        await using var host = await StartAsync(Same());
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(host.Address, "proxy_http_version 1.1;");

        var outcome = await _tool.ExamineAsync(nginx.WebSocket("/ws"));

        outcome.Ends(
            ExitCode.NegotiationFailed,
            "The handshake was sent complete, and the server saw none: a hop on the way drops Upgrade and Connection, or another header of it.",
            "proxy"
        );
        Assert.Contains("proxy_set_header Upgrade", outcome.Verdict("place"), StringComparison.Ordinal);
        Assert.Equal("failed", outcome.OutcomeOf("upgrade"));
        Assert.Single(outcome.Json.GetProperty("handshakes").EnumerateArray());
    }

    [Fact]
    public async Task A_query_that_the_server_does_not_read_names_the_setting()
    {
        await using var host = await StartAsync(
            Same(),
            settings: settings => settings["WsAuth:Query:AccessToken"] = "false"
        );

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"), "--location", "query");

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.Contains(
            "the same handshake with it in the Authorization header opens",
            outcome.Verdict(),
            StringComparison.Ordinal
        );
        Assert.Contains("WsAuth:Query:AccessToken", outcome.Verdict("change"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_message_is_confirmed_where_the_server_takes_it()
    {
        await using var host = await StartAsync(Same());

        var outcome = await _tool.ExamineAsync(host.WebSocket("/first"), "--location", "first-message");

        Assert.Equal((ExitCode.Fine, "passed"), (outcome.ExitCode, outcome.OutcomeOf("location_first_message")));
    }

    [Fact]
    public async Task Another_stacks_server_that_reads_the_query_alone_is_found_out()
    {
        await using var server = new ScriptedServer(
            async (head, stream) =>
            {
                if (head.Contains("access_token=ey", StringComparison.Ordinal))
                {
                    await ScriptedServer.UpgradeAsync(head, stream);
                    await ScriptedServer.PongAsync(stream);
                }
                else
                {
                    await ScriptedServer.WriteAsync(
                        stream,
                        "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\nUnauthorized"
                    );
                }
            }
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        outcome.Ends(
            ExitCode.AuthenticationRefused,
            "The server does not take the credential from the Authorization header, or it does not get there; the same handshake with it in the query parameter access_token opens.",
            "unknown"
        );
        Assert.Equal("likely", outcome.Verdict("confidence"));
        Assert.Contains(
            "without a credential the answer is the same, so it does not tell whether this one was read",
            outcome.Evidence()
        );
        Assert.Equal("Node's ws", outcome.Json.GetProperty("answered_by").GetProperty("name").GetString());
    }

    public void Dispose() => _tool.Dispose();

    private TestVariables Same() => new() { [Variable] = _secret };

    private static void Expect(ToolOutcome outcome)
    {
        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.StartsWith("A hop on the way drops Authorization:", outcome.Verdict(), StringComparison.Ordinal);
        Assert.Equal(("proxy", "certain"), (outcome.Verdict("side"), outcome.Verdict("confidence")));
        Assert.Equal("failed", outcome.OutcomeOf("location_header"));
        Assert.Equal("passed", outcome.OutcomeOf("location_sub_protocol"));
        Assert.Equal("passed", outcome.OutcomeOf("location_query"));
    }
}

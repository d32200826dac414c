using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Registration;
using WsAuth.Options;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections;

/// <summary>A refusal that a browser's script can read: the socket opens and is closed at once, with the reason's code and class.</summary>
public sealed class AcceptThenCloseTests
{
    private int _handled;

    [Fact]
    public async Task The_reason_is_the_close_code_and_its_text_and_the_handler_never_runs()
    {
        await using var host = await StartAsync(options => options.Refusal = RefusalMode.Close);

        var closed = await CloseOfAsync(host, "/ws", token: null);

        Assert.Equal((4401, "credential_missing"), closed);
        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal(("credential_missing", "WsAuth"), (line.Values["Reason"], line.Values["Layer"]));
        Assert.Equal(0, _handled);
    }

    [Fact]
    public async Task An_accepted_one_stays_open()
    {
        await using var host = await StartAsync(options => options.Refusal = RefusalMode.Close);

        using var socket = await host.ConnectAsync("/ws", host.MintJwt());

        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task A_policy_says_no_in_the_same_way_though_authorization_runs_before_UseWebSockets()
    {
        await using var host = await StartAsync(options => options.Refusal = RefusalMode.Close);

        Assert.Equal((4403, "not_authorized"), await CloseOfAsync(host, "/admins", host.MintJwt()));
        Assert.Equal("not_authorized", Assert.Single(host.Logs.Handshakes).Values["Reason"]);
    }

    [Fact]
    public async Task What_would_help_a_forger_is_one_class_here_too()
    {
        await using var host = await StartAsync(
            options => options.Refusal = RefusalMode.Close,
            ("WsAuth:Jwt:Audience", "chat")
        );

        var forged = await CloseOfAsync(host, "/ws", host.MintJwt()[..^4] + "AAAA");
        var foreign = await CloseOfAsync(
            host,
            "/ws",
            host.MintJwt(configure: content => content.Audience = "elsewhere")
        );

        Assert.Equal((4401, "credential_invalid"), forged);
        Assert.Equal(forged, foreign);
        // The first one's line waits for the analysis.
        Assert.Equal(
            ["audience_refused", "signature_mismatch"],
            host.Logs.Handshakes.Select(line => line.Values["Reason"]).Order()
        );
    }

    [Fact]
    public async Task For_browsers_only_a_request_without_an_origin_gets_an_http_answer()
    {
        await using var host = await StartAsync(options => options.Refusal = RefusalMode.CloseForBrowsers);
        var own = host.Address.ToString().TrimEnd('/');

        var ofBrowser = await CloseOfAsync(host, "/ws", token: null, origin: own);
        var ofOther = await host.ConnectInVainAsync("/ws");
        var ofForeignPage = await host.ConnectInVainAsync(
            "/ws",
            configure: options => options.SetRequestHeader("Origin", "https://evil.example")
        );

        Assert.Equal((4401, "credential_missing"), ofBrowser);
        Assert.Equal((HttpStatusCode.Unauthorized, "credential_missing"), (ofOther.Status, ofOther.Reason));
        Assert.Equal((HttpStatusCode.Forbidden, "origin_refused"), (ofForeignPage.Status, ofForeignPage.Reason));
    }

    [Fact]
    public async Task The_application_says_it_for_all_and_an_endpoint_for_itself()
    {
        await using var host = await StartAsync(
            options => options.Refusal = RefusalMode.Http,
            ("WsAuth:Refusal", "Close")
        );

        Assert.Equal((4401, "credential_missing"), await CloseOfAsync(host, "/as-the-application", token: null));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ConnectInVainAsync("/ws")).Status);
    }

    [Fact]
    public async Task The_lean_door_does_it_too()
    {
        await using var host = await StartAsync(options => options.Refusal = RefusalMode.Close);

        Assert.Equal((4401, "credential_missing"), await CloseOfAsync(host, "/lean", token: null));
    }

    [Fact]
    public async Task Another_sub_protocol_than_the_credentials_is_echoed()
    {
        await using var host = await StartAsync(options => options.Refusal = RefusalMode.Close);
        using var socket = await host.ConnectAsync(
            "/ws",
            configure: options =>
            {
                options.AddSubProtocol("bearer." + host.MintJwt()[..^4] + "AAAA");
                options.AddSubProtocol("chat.v1");
            }
        );

        Assert.Equal("chat.v1", socket.SubProtocol);
        Assert.Equal((4401, "credential_invalid"), await CloseOfAsync(socket));
    }

    [Fact]
    public async Task What_is_no_handshake_keeps_its_http_answer()
    {
        await using var host = await StartAsync(options => options.Refusal = RefusalMode.Close);

        using var answer = await host.Http("/ws").GetAsync(host.MintJwt(), ("Sec-WebSocket-Version", "13"));

        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
    }

    [NodeFact]
    public async Task Node_reads_code_and_text()
    {
        await using var host = await StartAsync(options => options.Refusal = RefusalMode.Close);

        var outcome = await ClientScript.ConnectByNodeAsync(host.WebSocket("/ws"), "not-a-token");

        Assert.Equal((true, 4401), (outcome.Opened, outcome.Closed));
    }

    [Fact]
    public async Task Refused_sockets_that_never_answer_the_close_do_not_pile_up()
    {
        await using var host = await StartAsync(
            options => options.Refusal = RefusalMode.Close,
            ("WsAuth:FirstMessage:MaximumWaiting", "1")
        );
        using var lingering = await host.ConnectAsync("/ws");

        var second = await host.ConnectInVainAsync("/ws");

        Assert.Equal((HttpStatusCode.Unauthorized, "credential_missing"), (second.Status, second.Reason));
    }

    private static async Task<(int?, string?)> CloseOfAsync(
        KestrelHost host,
        string path,
        string? token,
        string? origin = null
    )
    {
        using var socket = await host.ConnectAsync(
            path,
            token,
            options =>
            {
                if (origin is not null)
                {
                    options.SetRequestHeader("Origin", origin);
                }
            }
        );
        return await CloseOfAsync(socket);
    }

    private static async Task<(int?, string?)> CloseOfAsync(ClientWebSocket socket)
    {
        var received = await socket.ReceiveAsync(new byte[64], default);
        Assert.Equal(WebSocketMessageType.Close, received.MessageType);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        return ((int?)socket.CloseStatus, socket.CloseStatusDescription);
    }

    private Task<KestrelHost> StartAsync(
        Action<WsAuthEndpointOptions> refusal,
        params (string Name, string Value)[] settings
    )
    {
        Task EchoAsync(HttpContext context)
        {
            Interlocked.Increment(ref _handled);
            return EchoEndpoint.RunAsync(context);
        }

        void Configure(WsAuthEndpointOptions options)
        {
            options.Kinds = [TokenKind.Jwt];
            refusal(options);
        }

        return KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoAsync).RequireWsAuth(Configure);
                app.Map("/as-the-application", EchoAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/admins", EchoAsync)
                    .RequireWsAuth(Configure)
                    .RequireAuthorization(policy => policy.RequireRole("admin"));
                app.UseWhen(
                    context => context.Request.Path.StartsWithSegments("/lean", StringComparison.Ordinal),
                    branch =>
                    {
                        branch.UseWsAuth(Configure);
                        branch.Run(EchoAsync);
                    }
                );
            },
            settings.ToDictionary(pair => pair.Name, pair => (string?)pair.Value),
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation.Pipeline;
using WsAuth.AspNetCore.Tests.Doors;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>What is no refusal makes no record of one, and what listens leaves nothing behind.</summary>
public sealed class NotRefusedTests
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Plain_requests_make_no_record_whatever_they_are_answered(bool isHttp2)
    {
        await using var host = await StartAsync(isHttp2);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            DefaultRequestVersion = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var missing = await client.GetAsync(host.Http("/nowhere"));
        using var found = await client.GetAsync(host.Http("/plain"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (missing.StatusCode, found.StatusCode));
        Assert.False(missing.Headers.Contains("X-WsAuth-Reason"));
        Assert.Empty(host.Logs.Handshakes);
    }

    [Fact]
    public async Task Sockets_that_open_are_no_refusals()
    {
        await using var host = await StartAsync(isHttp2: false);

        using (var guarded = await host.ConnectAsync("/ws", host.MintJwt()))
        using (var open = await host.ConnectAsync("/open"))
        using (var hub = await host.ConnectAsync("/hub", host.MintJwt()))
        {
            Assert.Equal("hello", await guarded.AskAsync("hello"));
            Assert.Equal("hello", await open.AskAsync("hello"));
        }

        Assert.All(
            host.Logs.Handshakes,
            line => Assert.StartsWith("WebSocket handshake accepted", line.Message, StringComparison.Ordinal)
        );
        Assert.Equal(3, host.Logs.Handshakes.Count);
    }

    [Fact]
    public async Task Evidence_comes_also_where_the_application_logs_nothing()
    {
        var logs = new RecordingLogs();
        await using var host = await StartAsync(
            isHttp2: false,
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Logging.SetMinimumLevel(LogLevel.None).AddProvider(logs);
                builder.Logging.AddFilter<RecordingLogs>("WsAuth", LogLevel.Trace);
            }
        );

        await host.ConnectInVainAsync("/filtered", host.MintJwt());

        for (var i = 0; i < 500 && logs.Handshakes.Count == 0; i++)
        {
            await Task.Delay(20);
        }

        Assert.Equal("the handler", Assert.Single(logs.Handshakes).Values["Layer"]);
    }

    [Fact]
    public async Task Evidence_belongs_to_one_handshake_and_is_bounded()
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        Assert.Null(PipelineEvidence.Current);
        var evidence = await Task.Run(async () =>
        {
            var begun = PipelineEvidence.Begin(context);
            await Task.Yield();
            for (var i = 0; i < 1000; i++)
            {
                PipelineEvidence.Current!.Add(new PipelineEvent(EvidenceSource.Binding, "again", []));
            }

            Assert.Equal(PipelineEvidence.MostEvents, begun.Events.Count);
            begun.Close();
            Assert.Null(PipelineEvidence.Current);
            return begun;
        });

        Assert.Null(PipelineEvidence.Current);
        Assert.Empty(evidence.Events);
    }

    [Fact]
    public void A_rule_that_fails_makes_the_finding_unknown()
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        var left = new LeftHandshake(context, WsAuth.AspNetCore.Observation.HandshakeObservation.Of(context), false);
        context.Uninitialize();

        var finding = PipelineRules.Find(left);

        Assert.Equal("unknown", finding.Layer);
        Assert.Contains("The look at the evidence failed", finding.Explanation, StringComparison.Ordinal);
    }

    private Task<KestrelHost> StartAsync(bool isHttp2, Action<WebApplicationBuilder>? configure = null) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/open", EchoEndpoint.RunAsync);
                app.Map("/filtered", _ => Task.CompletedTask);
                app.MapGet("/plain", HttpConversation.WhoAmIAsync);
                app.MapHub<EchoHub>("/hub").RequireWsAuth(TokenKind.Jwt);
            },
            configure: builder =>
            {
                Clients.Use(builder, isHttp2);
                builder.Services.AddSignalR();
                builder.Services.AddWsAuth(builder.Configuration);
                configure?.Invoke(builder);
            },
            variables: _variables
        );
}

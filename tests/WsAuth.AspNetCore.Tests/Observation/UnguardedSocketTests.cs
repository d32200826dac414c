using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.AspNetCore.Tests.Doors;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>A socket that opens although nobody was asked who it is, in an application that has WsAuth, is most likely a mistake.</summary>
public sealed class UnguardedSocketTests
{
    private const int Unguarded = 3;

    [Theory]
    [InlineData("/open", "/open")]
    [InlineData("/hub", "/hub")]
    [InlineData("/early/any", "\"/early/any\"")]
    public async Task A_socket_that_no_door_decided_about_is_warned_about_with_its_endpoint(
        string path,
        string endpoint
    )
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync(path);

        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal((LogLevel.Warning, Unguarded), (line.Level, line.Id.Id));
        Assert.Equal(endpoint, line.Values["Endpoint"]);
        Assert.Contains("RequireWsAuth", line.Values["Fix"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("UseWsAuth", line.Message, StringComparison.Ordinal);
        Assert.Contains("AllowAnonymous", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_endpoint_is_warned_about_once()
    {
        await using var host = await StartAsync();

        foreach (var path in new[] { "/open", "/open", "/hub", "/open", "/hub" })
        {
            using var socket = await host.ConnectAsync(path);
            _ = host.Logs.Handshakes;
        }

        Assert.Equal(
            [LogLevel.Warning, LogLevel.Debug, LogLevel.Warning, LogLevel.Debug, LogLevel.Debug],
            host.Logs.Handshakes.Select(line => line.Level)
        );
    }

    [Theory]
    [InlineData("/anonymous")]
    [InlineData("/known")]
    public async Task An_endpoint_that_says_so_and_a_caller_whom_another_scheme_knows_are_no_reason_to_warn(string path)
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync(path);

        Assert.Equal(LogLevel.Debug, Assert.Single(host.Logs.Handshakes).Level);
    }

    [Theory]
    [InlineData("/guarded")]
    [InlineData("/bare")]
    public async Task A_socket_that_a_door_or_the_scheme_decided_about_is_not(string path)
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync(path, host.MintJwt());

        Assert.Equal(LogLevel.Information, Assert.Single(host.Logs.Handshakes).Level);
    }

    [Fact]
    public async Task It_is_seen_in_the_test_server_too()
    {
        var logs = new RecordingLogs();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddWsAuth(builder.Configuration);
        await using var app = builder.Build();
        app.UseWebSockets();
        app.Map("/open", EchoEndpoint.RunAsync);
        await app.StartAsync();

        using var socket = await app.GetTestServer()
            .CreateWebSocketClient()
            .ConnectAsync(new Uri("ws://localhost/open"), default);

        Assert.Equal("hello", await socket.AskAsync("hello"));
        var line = Assert.Single(logs.Handshakes);
        Assert.Equal((LogLevel.Warning, Unguarded, "/open"), (line.Level, line.Id.Id, line.Values["Endpoint"]));
    }

    [Fact]
    public void Made_up_paths_fill_a_bounded_memory()
    {
        var sockets = new UnguardedSockets();

        var told = Enumerable.Range(0, 10_000).Count(i => sockets.IsToBeTold($"/{i}"));

        Assert.Equal(UnguardedSockets.MostEndpoints, told);
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Use(
                    async (context, next) =>
                    {
                        if (context.Request.Path.StartsWithSegments("/early", StringComparison.Ordinal))
                        {
                            await EchoEndpoint.RunAsync(context);
                            return;
                        }

                        if (context.Request.Path == "/known")
                        {
                            context.User = new ClaimsPrincipal(new ClaimsIdentity("another scheme"));
                        }

                        await next(context);
                    }
                );
                app.UseWhen(
                    context => context.Request.Path.StartsWithSegments("/early", StringComparison.Ordinal),
                    branch => branch.UseWsAuth(TokenKind.Jwt)
                );
                app.Map("/open", EchoEndpoint.RunAsync);
                app.Map("/known", EchoEndpoint.RunAsync);
                app.Map("/anonymous", EchoEndpoint.RunAsync).AllowAnonymous();
                app.Map("/guarded", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/bare", EchoEndpoint.RunAsync)
                    .RequireAuthorization(
                        new Microsoft.AspNetCore.Authorization.AuthorizeAttribute { AuthenticationSchemes = "WsAuth" }
                    );
                app.MapHub<EchoHub>("/hub");
            },
            configure: builder =>
            {
                builder.Services.AddSignalR();
                builder.Services.AddWsAuth(builder.Configuration);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}

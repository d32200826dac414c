using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>One request, one decision, however many doors it passes.</summary>
public sealed class OneDecisionTests
{
    [Fact]
    public async Task Both_doors_and_the_policy_ask_the_validator_once()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWebSockets();
            app.UseWsAuth(CountingValidator.Counted);
            app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(CountingValidator.Counted).RequireAuthorization();
        });

        using var socket = await host.ConnectAsync("/ws", "counted-a");

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Equal(1, Validator(host).Asked);
        Assert.Single(host.Logs.Handshakes);
    }

    [Fact]
    public async Task A_refusal_is_asked_for_and_recorded_once()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWebSockets();
            app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(CountingValidator.Counted);
        });

        var refusal = await host.ConnectInVainAsync("/ws", "counted-no");

        Assert.Equal("counted_refused", refusal.Reason);
        Assert.Equal(1, Validator(host).Asked);
        Assert.Single(host.Logs.Handshakes);
    }

    [Theory]
    [InlineData("counted-throw")]
    [InlineData("counted-null")]
    public async Task A_validator_that_fails_closes_the_door(string token)
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWebSockets();
            app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(CountingValidator.Counted);
        });

        var refusal = await host.ConnectInVainAsync("/ws", token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (refusal.Status, refusal.Reason));
    }

    [Fact]
    public async Task A_JWT_at_the_lean_door_is_validated_once_though_the_scheme_is_the_only_one()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWebSockets();
            app.UseWsAuth(TokenKind.Jwt);
            app.Run(EchoEndpoint.RunAsync);
        });

        using var socket = await host.ConnectAsync("/", host.MintJwt());

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Equal(1, host.Services.GetRequiredService<SecretResolver>().GetRing("jwt").Current!.AcceptedCount);
    }

    private static CountingValidator Validator(KestrelHost host) =>
        host.Services.GetServices<ITokenValidator>().OfType<CountingValidator>().Single();

    private static Task<KestrelHost> StartAsync(Action<WebApplication> map) =>
        KestrelHost.StartAsync(
            map,
            configure: builder =>
                builder.Services.AddWsAuth(builder.Configuration).AddTokenValidator<CountingValidator>(),
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}

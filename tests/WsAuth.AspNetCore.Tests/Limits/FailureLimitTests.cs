using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using WsAuth.AspNetCore.Tests.Connections;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.Client;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Limits;

/// <summary>Who fails too often is told to wait; who has a valid credential is let in, whoever else failed.</summary>
public sealed class FailureLimitTests
{
    private const string Forwarded = "X-Forwarded-For";

    private readonly LiveService _service = new()
    {
        Settings = { ["WsAuth:Limits:FailedAttempts"] = "3", ["WsAuth:Limits:FailureWindow"] = "00:01:00" },
        Map = app =>
        {
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });

            // By itself the application would put both before the middleware above.
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/rest", () => "hello")
                .RequireAuthorization(policy =>
                    policy.AddAuthenticationSchemes(WsAuthDefaults.AuthenticationScheme).RequireAuthenticatedUser()
                );
        },
    };

    [Fact]
    public async Task Beyond_the_limit_a_failing_attempt_is_refused_until_the_window_has_passed()
    {
        await using var host = await _service.StartAsync();
        await FailAsync(host, 2);
        _service.Clock.Advance(TimeSpan.FromSeconds(20));
        await FailAsync(host, 1);

        using (var answer = await AnswerAsync(host, Foreign("u1")))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal("too_many_failures", answer.Headers.GetValues("X-WsAuth-Reason").Single());
            Assert.Equal(TimeSpan.FromSeconds(40), answer.Headers.RetryAfter!.Delta);
        }

        Assert.Contains(
            "3 attempts of this client failed within 60 s.",
            host.Logs.Handshakes[^1].Message,
            StringComparison.Ordinal
        );
        _service.Clock.Advance(TimeSpan.FromSeconds(40));
        await FailAsync(host, 3);
        Assert.Equal("too_many_failures", await ReasonAsync(host, Foreign("u1")));
    }

    [Fact]
    public async Task A_valid_credential_is_let_in_and_forgives_the_failing_ones_nothing()
    {
        await using var host = await _service.StartAsync();
        await FailAsync(host, 3);
        Assert.Equal("too_many_failures", await ReasonAsync(host, Foreign("u1")));

        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Equal("too_many_failures", await ReasonAsync(host, Foreign("u1")));
    }

    [Fact]
    public async Task Others_at_the_same_address_are_counted_by_themselves()
    {
        await using var host = await _service.StartAsync();
        await FailAsync(host, 3);

        Assert.Equal("credential_invalid", await ReasonAsync(host, Foreign("u2")));
        Assert.Equal("credential_invalid", await ReasonAsync(host, Foreign("u1"), ("X-Edge-Agent-Id", "edge_1")));
        Assert.Equal("too_many_failures", await ReasonAsync(host, Foreign("u1")));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", "credential_invalid")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", "too_many_failures")]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", "too_many_failures")]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:2::1", "credential_invalid")]
    public async Task By_the_address_that_a_trusted_proxy_forwards_and_of_IPv6_by_its_network(
        string failing,
        string next,
        string reason
    )
    {
        await using var host = await _service.StartAsync();
        await FailAsync(host, 3, (Forwarded, failing));

        Assert.Equal(reason, await ReasonAsync(host, Foreign("u1"), (Forwarded, next)));
    }

    [Fact]
    public async Task An_address_that_the_caller_made_up_is_not_believed()
    {
        var service = new LiveService { Settings = { ["WsAuth:Limits:FailedAttempts"] = "3" } };
        await using var host = await service.StartAsync();
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal("credential_invalid", await ReasonAsync(host, Foreign("u1"), (Forwarded, $"192.0.2.{i}")));
        }

        Assert.Equal("too_many_failures", await ReasonAsync(host, Foreign("u1"), (Forwarded, "192.0.2.4")));
    }

    [Fact]
    public async Task What_proves_who_made_it_is_no_failure()
    {
        await using var host = await _service.StartAsync();
        var token = host.MintJwt("u1");
        _service.Clock.Advance(TimeSpan.FromDays(1));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("token_expired", await ReasonAsync(host, token));
        }

        await FailAsync(host, 3);
        Assert.Equal("token_expired", await ReasonAsync(host, token));
        Assert.Equal("credential_missing", await ReasonAsync(host, null));
    }

    [Fact]
    public async Task A_first_message_counts_and_is_refused_alike()
    {
        await using var host = await _service.StartAsync();
        await FailAsync(host, 2);

        Assert.Equal((4401, "credential_invalid"), await SayAsync(host, Foreign("u1")));
        Assert.Equal((4429, "too_many_failures"), await SayAsync(host, Foreign("u1")));
        Assert.Equal("too_many_failures", await ReasonAsync(host, Foreign("u1")));
    }

    [Fact]
    public async Task A_valid_first_message_is_let_in_whoever_failed_in_its_name()
    {
        await using var host = await _service.StartAsync();
        await FailAsync(host, 3);
        Assert.Equal((4429, "too_many_failures"), await SayAsync(host, Foreign("u1")));

        // And however often: more often than it may fail.
        for (var i = 0; i < 5; i++)
        {
            using var socket = await host.ConnectAsync("/first");
            await socket.AskAsync(FirstMessageService.Auth(host.MintJwt("u1")));
            Assert.Equal("hello", await socket.AskAsync("hello"));
        }
    }

    [Fact]
    public async Task Behind_a_lean_door_each_request_counts_once_too()
    {
        var service = new LiveService
        {
            Settings = { ["WsAuth:Limits:FailedAttempts"] = "3" },
            Map = app =>
                app.Map(
                    "/lean",
                    branch =>
                    {
                        branch.UseWsAuth(Tokens.TokenKind.Jwt);
                        branch.Run(EchoEndpoint.RunAsync);
                    }
                ),
        };
        await using var host = await service.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(
                i < 3 ? "credential_invalid" : "too_many_failures",
                (await host.ConnectInVainAsync("/lean", Foreign("u1"))).Reason
            );
        }
    }

    [Fact]
    public async Task By_scheme_each_request_counts_once_too()
    {
        await using var host = await _service.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await host.Http("/rest").GetAsync(Foreign("u1"));
            Assert.Equal(
                i < 3 ? "credential_invalid" : "too_many_failures",
                answer.Headers.GetValues("X-WsAuth-Reason").Single()
            );
        }
    }

    [Fact]
    public async Task Zero_switches_it_off()
    {
        _service.Settings["WsAuth:Limits:FailedAttempts"] = "0";
        await using var host = await _service.StartAsync();

        await FailAsync(host, 30);
    }

    private static async Task FailAsync(KestrelHost host, int times, params (string, string)[] headers)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal("credential_invalid", await ReasonAsync(host, Foreign("u1"), headers));
        }
    }

    private static Task<HttpResponseMessage> AnswerAsync(
        KestrelHost host,
        string? token,
        params (string, string)[] headers
    ) => host.Http("/ws").GetAsync(token, [.. HostHandshakes.HandshakeHeaders, .. headers]);

    private static async Task<string> ReasonAsync(KestrelHost host, string? token, params (string, string)[] headers)
    {
        using var answer = await AnswerAsync(host, token, headers);
        LeakWatch.Observe(await answer.Content.ReadAsStringAsync());
        return answer.Headers.GetValues("X-WsAuth-Reason").Single();
    }

    private static async Task<(int, string?)?> SayAsync(KestrelHost host, string token)
    {
        using var socket = await host.ConnectAsync("/first");
        await FirstMessageService.SendAsync(socket, FirstMessageService.Auth(token));
        return await LiveService.ReadCloseAsync(socket);
    }

    // Each time by another secret: what is counted is the client, not the credential.
    private static string Foreign(string subject)
    {
        using var minter = TokenMinter.FromConfiguration(
            new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(),
            "Production",
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        return LeakWatch.ProtectToken(minter.Jwt(subject).DangerousGetText());
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Registration;

/// <summary>A wrong configuration stops the host before it listens, with one message that names the setting and the fix.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("WsAuth:Jwt:Isuer", "x", "WsAuth:Jwt:Isuer is no setting", "Issuer")]
    [InlineData("WsAuth:Jwt:Algorithm", "RS256", "WsAuth:Jwt:Algorithm", "HS256, HS384, HS512")]
    [InlineData("WsAuth:Jwt:Secret", "nowhere", "WsAuth:Jwt:Secret", "WsAuth:Secrets")]
    [InlineData("WsAuth:Jwt:ClockSkew", "30", "WsAuth:Jwt:ClockSkew", "00:00:30")]
    [InlineData("WsAuth:Query:AccessToken", "yes", "WsAuth:Query:AccessToken", "true or false")]
    [InlineData("WsAuth:Refusal", "Clsoe", "WsAuth:Refusal", "Http")]
    [InlineData("WsAuth:HelpBase", "help/", "WsAuth:HelpBase", "absolute http")]
    [InlineData("WsAuth:Secrets:jwt:Order", "environ:JWT_SECRET_KEY", "WsAuth:Secrets:jwt:Order", "env:")]
    [InlineData("WsAuth:Secrets:jwt:Order", "", "WsAuth:Secrets:jwt:Order", "env:")]
    [InlineData("WsAuth:Secrets:jwt:Order", "env:A > > env:B", "WsAuth:Secrets:jwt:Order", "source 2 of 3")]
    [InlineData("WsAuth:Secrets:jwt:Order:0", "env:JWT_SECRET_KEY", "WsAuth:Secrets:jwt:Order", "not a list")]
    [InlineData("WsAuth:Secrets:jwt:Order", "env:NOT_THERE", "env:NOT_THERE (absent)", "Set env:NOT_THERE")]
    [InlineData("WsAuth:Secrets:jwt:Order", "file:/not/there", "file:/not/there", "Set file:/not/there")]
    [InlineData(
        "WsAuth:Secrets:jwt:Order",
        "development-default",
        "this is Production",
        "Development, Testing and Test only"
    )]
    public async Task A_wrong_setting_is_named_with_its_fix(string setting, string value, string named, string fix)
    {
        var message = await FailAsync(
            new() { [setting] = value },
            new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains(fix, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", "32")]
    [InlineData("changeme-changeme-changeme-changeme", "changeme")]
    [InlineData("<generated_hex_of_at_least_32_bytes>", "placeholder")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE", "PEM")]
    public async Task An_unusable_secret_is_an_error_and_never_skipped_in_favour_of_the_next(string value, string cause)
    {
        var message = await FailAsync(
            [],
            new TestVariables { ["JWT_SECRET_PRODUCTION"] = value, ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

        Assert.Contains("env:JWT_SECRET_PRODUCTION (source 1 of 3) is refused", message, StringComparison.Ordinal);
        Assert.Contains(cause, message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task No_source_at_all_names_what_to_set_and_what_is_set_and_never_read()
    {
        var message = await FailAsync([], new TestVariables { ["JWT_SECRET"] = TestSecrets.Hex() });

        Assert.Contains("this is Production", message, StringComparison.Ordinal);
        Assert.Contains("env:JWT_SECRET_PRODUCTION or env:JWT_SECRET_KEY", message, StringComparison.Ordinal);
        Assert.Contains("The variable JWT_SECRET is set, but is not in the order", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_long_enough_for_HS256_is_too_short_for_HS512()
    {
        var message = await FailAsync(
            new() { ["WsAuth:Jwt:Algorithm"] = "HS512" },
            new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex(16) }
        );

        Assert.Contains("env:JWT_SECRET_KEY", message, StringComparison.Ordinal);
        Assert.Contains("HS512", message, StringComparison.Ordinal);
        Assert.Contains("64", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_without_a_validator_is_named_with_the_endpoint()
    {
        var message = await FailAsync(
            [],
            new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() },
            app => app.Map("/odd", EchoEndpoint.RunAsync).RequireWsAuth(new TokenKind("carrier-pigeon"))
        );

        Assert.Contains("/odd accepts credentials of kind 'carrier-pigeon'", message, StringComparison.Ordinal);
        Assert.Contains("AddTokenValidator", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_faults_are_told_in_one_message()
    {
        var message = await FailAsync(
            new() { ["WsAuth:Jwt:Algorithm"] = "RS256", ["WsAuth:Nonsense"] = "1" },
            new TestVariables()
        );

        Assert.Contains("WsAuth:Jwt:Algorithm", message, StringComparison.Ordinal);
        Assert.Contains("WsAuth:Nonsense", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WsAuth:Jwt:Secret")]
    [InlineData("WsAuth:Secrets:jwt")]
    [InlineData("WsAuth:Secrets:jwt:Order")]
    [InlineData("WsAuth:Jwt:Algorithm")]
    [InlineData("WsAuth:Refusal")]
    public async Task A_secret_pasted_into_a_wrong_place_is_not_repeated(string setting)
    {
        var secret = TestSecrets.Hex();

        var message = await FailAsync(new() { [setting] = secret }, new TestVariables { ["JWT_SECRET_KEY"] = secret });

        Assert.Contains(setting, message, StringComparison.Ordinal);
        Assert.False(LeakWatch.Holds(message));
    }

    [Fact]
    public async Task Only_secrets_of_accepted_kinds_have_to_resolve()
    {
        var secret = TestSecrets.Hex();
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/edge/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret);
            },
            variables: new TestVariables { ["EDGE_SECRET"] = secret }
        );

        using var socket = await host.ConnectAsync("/edge/ws?edge_agent_id=a1", secret);

        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task A_server_that_asks_for_nothing_starts_without_any_secret()
    {
        await using var host = await KestrelHost.StartAsync(app => app.MapGet("/", HttpConversation.WhoAmIAsync));

        using var answer = await host.Http("/").GetAsync();

        Assert.Equal("nobody", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/lean")]
    [InlineData("/bare")]
    public async Task Every_door_asks_for_its_secrets(string door)
    {
        var message = await FailAsync(
            [],
            new TestVariables(),
            app =>
            {
                if (door == "/lean")
                {
                    app.UseWsAuth(TokenKind.Jwt);
                }
                else
                {
                    app.MapGet(door, HttpConversation.WhoAmIAsync)
                        .RequireAuthorization(policy =>
                            policy.AddAuthenticationSchemes("WsAuth").RequireAuthenticatedUser()
                        )
                        .RequireAuthorization(
                            new Microsoft.AspNetCore.Authorization.AuthorizeAttribute
                            {
                                AuthenticationSchemes = "WsAuth",
                            }
                        );
                }
            }
        );

        Assert.Contains("JWT_SECRET_PRODUCTION", message, StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(
        Dictionary<string, string?> settings,
        TestVariables variables,
        Action<WebApplication>? map = null
    )
    {
        var fault = await Record.ExceptionAsync(async () =>
        {
            await using var host = await KestrelHost.StartAsync(
                map ?? (app => app.Map("/ws", (HttpContext _) => Task.CompletedTask).RequireWsAuth(TokenKind.Jwt)),
                settings,
                variables: variables
            );
        });
        Assert.NotNull(fault);
        Assert.IsNotType<AggregateException>(fault);
        LeakWatch.Observe(fault.ToString());
        return fault.Message;
    }
}

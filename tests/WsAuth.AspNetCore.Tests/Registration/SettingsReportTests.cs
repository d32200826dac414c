using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Registration;

/// <summary>What the settings leave open is said when the host starts.</summary>
public sealed class SettingsReportTests
{
    [Fact]
    public async Task Whether_there_is_a_section_is_told()
    {
        var absent = await StartAsync([]);
        var present = await StartAsync(new() { ["WsAuth:Jwt:Audience"] = "chat", ["WsAuth:Refusal"] = "Http" });

        Assert.Equal(
            "Configuration section WsAuth: absent or empty; the built-in defaults apply.",
            Assert.Single(absent, entry => entry.Id.Id == 2105).Message
        );
        Assert.Equal(
            "Configuration section WsAuth: 2 settings.",
            Assert.Single(present, entry => entry.Id.Id == 2105).Message
        );
    }

    [Fact]
    public async Task A_misspelled_section_stops_the_host()
    {
        var fault = await Record.ExceptionAsync(() => StartAsync(new() { ["WsAuht:Jwt:Audience"] = "chat" }));

        Assert.IsType<OptionsValidationException>(fault);
        Assert.Contains("WsAuht", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_in_the_place_of_the_root_stops_the_host()
    {
        var fault = await Record.ExceptionAsync(() =>
            StartAsync(
                new() { ["WsAuth:Jwt:Audience"] = "chat" },
                builder => builder.Services.AddWsAuth(builder.Configuration.GetSection("WsAuth"))
            )
        );

        Assert.IsType<OptionsValidationException>(fault);
        Assert.Contains("pass the root", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_that_may_be_misspelled_is_warned_about()
    {
        var entries = await StartAsync(new() { ["WebAuth:Jwt:Audience"] = "chat" });

        Assert.Equal(LogLevel.Warning, Assert.Single(entries, entry => entry.Id.Id == 2106).Level);
    }

    [Theory]
    [InlineData("Issuer", "their audience (aud); set WsAuth:Jwt:Audience to check it.")]
    [InlineData("Audience", "their issuer (iss); set WsAuth:Jwt:Issuer to check it.")]
    [InlineData(
        "TenantClaim",
        "their issuer (iss) and audience (aud); set WsAuth:Jwt:Issuer and WsAuth:Jwt:Audience to check them."
    )]
    public async Task Only_what_is_missing_is_named(string setting, string end)
    {
        var entries = await StartAsync(new() { [$"WsAuth:Jwt:{setting}"] = "chat" });

        var line = Assert.Single(entries, entry => entry.Id.Id == 2103);
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.EndsWith(end, line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_inherits_no_audience_and_is_warned_about()
    {
        var entries = await StartAsync(
            new()
            {
                ["WsAuth:Jwt:Issuer"] = "https://chat.example",
                ["WsAuth:Jwt:Audience"] = "chat",
                ["WsAuth:Jwt:Issuers:idp:Authority"] = "https://idp.invalid",
            }
        );

        var line = Assert.Single(entries, entry => entry.Id.Id == 2103);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Equal(
            "JWTs of issuer 'idp' are accepted without checking their audience (aud); set WsAuth:Jwt:Issuers:idp:Audience to check it.",
            line.Message
        );
    }

    [Fact]
    public async Task A_secret_whose_name_is_nearly_one_in_use_is_warned_about()
    {
        var entries = await StartAsync(
            new() { ["WsAuth:Secrets:jtw:Order"] = "env:JTW", ["WsAuth:Secrets:webhooks:Order"] = "env:HOOK" },
            variables: new TestVariables
            {
                ["JWT_SECRET_KEY"] = TestSecrets.Hex(),
                ["JTW"] = TestSecrets.Hex(),
                ["HOOK"] = TestSecrets.Hex(),
            }
        );

        var line = Assert.Single(entries, entry => entry.Id.Id == 2107);
        Assert.Equal("WsAuth:Secrets:jtw is not in use: no kind uses secret 'jtw'; did you mean 'jwt'?", line.Message);
    }

    private static async Task<IReadOnlyList<RecordedEvent>> StartAsync(
        Dictionary<string, string?> settings,
        Action<WebApplicationBuilder>? configure = null,
        TestVariables? variables = null
    )
    {
        await using var host = await KestrelHost.StartAsync(
            app => app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt),
            settings,
            configure: configure,
            variables: variables ?? new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        return host.Logs.All;
    }
}

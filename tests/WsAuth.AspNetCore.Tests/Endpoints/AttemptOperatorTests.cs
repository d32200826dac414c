using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Tests.Doors;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>Operators, and developers on their own machine, are shown the whole record; nobody else notices that there is one.</summary>
public sealed class AttemptOperatorTests
{
    private readonly string _secret = TestSecrets.Hex();

    [Fact]
    public async Task In_Development_everything_is_shown_but_the_credential()
    {
        await using var host = await StartAsync(environment: "Development", policy: null);
        var id = await host.RefuseAsync();

        var told = await host.AskAsync(id);

        Assert.Equal(HttpStatusCode.OK, told.Status);
        Assert.Equal(
            [
                "outcome",
                "attempt",
                "reason",
                "title",
                "help",
                "retry",
                "code",
                "layer",
                "explanation",
                "fix",
                "status",
                "at",
                "endpoint",
                "kind",
                "location",
                "key",
                "source",
                "remote_address",
            ],
            told.Members
        );
        Assert.Equal(
            ("refused", id, "signature_mismatch", "WsAuth", "/ws", "jwt", "401", "127.0.0.1"),
            (
                told["outcome"],
                told["attempt"],
                told["code"],
                told["layer"],
                told["endpoint"],
                told["kind"],
                told["status"],
                told["remote_address"]
            )
        );
        Assert.Equal((SecretFingerprint.Of(_secret), "env:JWT_SECRET_KEY"), (told["key"], told["source"]));
        Assert.Equal(host.Logs.Handshakes[^1].Values["Explanation"], told["explanation"]);
        Assert.Equal(host.Logs.Handshakes[^1].Values["Fix"], told["fix"]);
        Assert.False(LeakWatch.Holds(told.Body));
    }

    [Fact]
    public async Task Operators_see_everything_and_others_what_strangers_see_without_a_challenge()
    {
        await using var host = await StartAsync();
        var id = await host.RefuseAsync();
        var stranger = await host.AskAsync(id);

        var told = await host.AskAsync(id, Operator(host));
        var other = await host.AskAsync(id, host.MintJwt("u2"));
        var forger = await host.AskAsync(id, Operator(host)[..^4] + "AAAA");

        Assert.Equal("signature_mismatch", told["code"]);
        Assert.Equal("credential_invalid", stranger["reason"]);
        Assert.DoesNotContain("signature_mismatch", stranger.Body, StringComparison.Ordinal);
        Assert.Equal(stranger, other);
        Assert.Equal(stranger, forger);
        Assert.DoesNotContain("WWW-Authenticate", stranger.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_call_of_the_page_opens_the_secrets_to_operators_and_to_nobody_else()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.MapWsAuthDiagnostics("/ws-auth", options => options.OperatorPolicy = "ops");
            },
            configure: AddPolicies,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _secret }
        );

        using var told = await host.Http("/ws-auth/secrets").GetAsync(Operator(host));
        using var hidden = await host.Http("/ws-auth/secrets").GetAsync(host.MintJwt("u2"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (told.StatusCode, hidden.StatusCode));
    }

    [Fact]
    public async Task To_ask_is_no_event_of_the_handshake_log()
    {
        await using var host = await StartAsync();
        var id = await host.RefuseAsync();

        await host.AskAsync(id, Operator(host));
        await host.AskAsync(id, Operator(host)[..^4] + "AAAA");

        Assert.Single(host.Logs.Handshakes);
    }

    [Fact]
    public async Task An_accepted_handshake_is_shown_to_operators_with_its_key()
    {
        await using var host = await StartAsync();
        var id = DiagnosticsHost.NewId();
        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={id}", host.MintJwt());
        host.Settle();

        var told = await host.AskAsync(id, Operator(host));

        Assert.Equal(("accepted", "jwt", SecretFingerprint.Of(_secret)), (told["outcome"], told["kind"], told["key"]));
        Assert.Null(told["reason"]);
    }

    [Fact]
    public async Task A_policy_without_a_scheme_goes_by_the_user_that_the_application_has_and_fails_nobody()
    {
        await using var host = await StartAsync(configure: builder =>
        {
            builder.Services.AddWsAuth(builder.Configuration);
            builder.Services.AddAuthorizationBuilder().AddPolicy("ops", policy => policy.RequireAuthenticatedUser());
        });
        var id = await host.RefuseAsync();

        Assert.Equal(["attempt", "reason", "title", "help", "retry", "at"], (await host.AskAsync(id)).Members);
        Assert.Null((await host.AskAsync(id, "home-anna"))["code"]);
    }

    [Fact]
    public async Task A_policy_without_a_scheme_knows_the_caller_of_the_default_scheme()
    {
        await using var host = await StartAsync(configure: builder =>
        {
            HomeMadeScheme.AddAsDefault(builder);
            builder.Services.AddAuthorizationBuilder().AddPolicy("ops", policy => policy.RequireUserName("anna"));
        });
        var id = await host.RefuseAsync();

        Assert.Equal("signature_mismatch", (await host.AskAsync(id, "home-anna"))["code"]);
        Assert.Null((await host.AskAsync(id, "home-bert"))["code"]);
        Assert.Null((await host.AskAsync(id))["code"]);
    }

    [Theory]
    [InlineData("opps", "there is no such policy")]
    [InlineData("misspelled", "'Cookis', which is not registered")]
    public async Task A_policy_that_cannot_be_asked_stops_the_host(string policy, string expected)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await (await StartAsync(policy: policy)).DisposeAsync()
        );

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private static string Operator(KestrelHost host) => host.MintJwt("anna", jwt => jwt.Claims["role"] = "operator");

    private Task<KestrelHost> StartAsync(
        string environment = "Production",
        string? policy = "ops",
        Action<WebApplicationBuilder>? configure = null
    ) =>
        DiagnosticsHost.StartAsync(
            environment: environment,
            configure: configure ?? AddPolicies,
            options: options => options.OperatorPolicy = policy,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _secret }
        );

    private static void AddPolicies(WebApplicationBuilder builder)
    {
        builder.Services.AddWsAuth(builder.Configuration);
        builder
            .Services.AddAuthorizationBuilder()
            .AddPolicy(
                "ops",
                policy => policy.AddAuthenticationSchemes(WsAuthDefaults.AuthenticationScheme).RequireRole("operator")
            )
            .AddPolicy("misspelled", policy => policy.AddAuthenticationSchemes("Cookis").RequireRole("operator"));
    }
}

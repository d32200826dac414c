using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Reasons;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>The help pages are served by the application that refuses, to whoever was refused, and the refusal links to them.</summary>
public sealed class DiagnosticsEndpointTests
{
    public static TheoryData<string> Names =>
        [.. ReasonCatalogue.All.SelectMany(row => new[] { row.Code, row.WireClass }).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_code_and_class_has_a_page_there(string name)
    {
        await using var host = await StartAsync(app => app.MapWsAuthDiagnostics());

        using var answer = await host.Http($"/ws-auth/reasons/{name}").GetAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/markdown; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl!.Public);
        Assert.Equal(TimeSpan.FromHours(1), answer.Headers.CacheControl.MaxAge);
        Assert.Equal(ReasonCatalogue.ReadHelpPage(name), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_table_is_there_and_its_links_lead_to_the_pages()
    {
        await using var host = await StartAsync(app => app.MapWsAuthDiagnostics());
        var address = host.Http("/ws-auth/reasons");

        using var answer = await address.GetAsync();

        var table = await answer.Content.ReadAsStringAsync();
        Assert.Equal(ReasonCatalogue.ReadHelpTable(), table);
        Assert.Contains("](reasons/token_expired.md)", table, StringComparison.Ordinal);
        using var page = await new Uri(address, "reasons/token_expired.md").GetAsync();
        Assert.Equal(ReasonCatalogue.TokenExpired.ReadHelpPage(), await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task HEAD_answers_the_headers_alone()
    {
        await using var host = await StartAsync(app => app.MapWsAuthDiagnostics());

        using var answer = await host.Http("/ws-auth/reasons/token_expired").SendAsync(HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 1000);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("no_such_code")]
    [InlineData("Token_Expired")]
    [InlineData(".md")]
    [InlineData("..%2fconfiguration")]
    [InlineData("%3Cscript%3E")]
    public async Task An_unknown_name_is_404_and_not_repeated(string name)
    {
        await using var host = await StartAsync(app => app.MapWsAuthDiagnostics());

        using var answer = await host.Http($"/ws-auth/reasons/{name}").GetAsync();

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var body = await BodyAsync(answer);
        Assert.Equal(404, body.GetProperty("status").GetInt32());
        Assert.Contains("docs/reasons.md", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("script", body.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("such_code", body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fallback_policy_closes_everything_else_and_not_the_pages()
    {
        await using var host = await StartAsync(
            app =>
            {
                app.MapWsAuthDiagnostics();
                app.MapGet("/other", HttpConversation.WhoAmIAsync);
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder
                    .Services.AddAuthorizationBuilder()
                    .AddFallbackPolicy("all", policy => policy.RequireAuthenticatedUser());
            }
        );

        using var page = await host.Http("/ws-auth/reasons/token_expired").GetAsync();
        using var table = await host.Http("/ws-auth/reasons").GetAsync();
        using var other = await host.Http("/other").GetAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.OK, table.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Theory]
    [InlineData("Production", "credential_invalid")]
    [InlineData("Development", "signature_mismatch")]
    public async Task The_type_of_a_refusal_is_the_page_of_what_the_caller_is_told(string environment, string told)
    {
        await using var host = await StartAsync(app => app.MapWsAuthDiagnostics(), environment: environment);

        var type = await RefuseAsync(host, "/ws");

        Assert.Equal($"/ws-auth/reasons/{told}", type);
        using var page = await new Uri(host.Http("/ws"), type).GetAsync();
        Assert.StartsWith($"# {told}\n", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_type_has_the_path_base_and_the_groups_prefix()
    {
        await using var host = await StartAsync(
            app => app.MapGroup("/internal").MapWsAuthDiagnostics("help"),
            before: app =>
            {
                app.UsePathBase("/my app");
                app.UseRouting();
            }
        );

        var type = await RefuseAsync(host, "/my%20app/ws");

        Assert.Equal("/my%20app/internal/help/reasons/credential_invalid", type);
        using var page = await new Uri(host.Http("/ws"), type).GetAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Below_a_group_with_parameters_the_type_stays_a_name()
    {
        await using var host = await StartAsync(app => app.MapGroup("/{tenant}").MapWsAuthDiagnostics());

        Assert.Equal("urn:wsauth:reason:credential_invalid", await RefuseAsync(host, "/ws"));
        using var page = await host.Http("/acme/ws-auth/reasons/credential_invalid").GetAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_help_base_comes_before_the_own_pages()
    {
        await using var host = await StartAsync(
            app => app.MapWsAuthDiagnostics(),
            new() { ["WsAuth:HelpBase"] = "https://help.example/reasons/" }
        );

        Assert.Equal("https://help.example/reasons/credential_invalid", await RefuseAsync(host, "/ws"));
    }

    [Fact]
    public async Task A_reason_of_the_applications_own_has_no_page_and_keeps_its_name()
    {
        await using var host = await StartAsync(
            app => app.MapWsAuthDiagnostics(),
            configure: builder => builder.Services.AddWsAuth(builder.Configuration).AddTokenValidator<ClosedValidator>()
        );

        Assert.Equal("urn:wsauth:reason:closed_on_sundays", await RefuseAsync(host, "/closed", "sunday"));
    }

    [Fact]
    public async Task The_pages_can_be_mapped_twice()
    {
        await using var host = await StartAsync(app =>
        {
            app.MapWsAuthDiagnostics();
            app.MapWsAuthDiagnostics("/help");
        });

        Assert.Equal("/ws-auth/reasons/credential_invalid", await RefuseAsync(host, "/ws"));
        using var second = await host.Http("/help/reasons/credential_invalid").GetAsync();
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public void Without_the_services_the_message_says_which_call_is_missing()
    {
        using var app = WebApplication.CreateEmptyBuilder(new()).Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.MapWsAuthDiagnostics());

        Assert.Contains("AddWsAuth", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> RefuseAsync(KestrelHost host, string path, string? token = null)
    {
        token ??= host.MintJwt()[..^4] + "AAAA";
        using var answer = await host.Http(path).GetAsync(token, HostHandshakes.HandshakeHeaders);
        return (await BodyAsync(answer)).GetProperty("type").GetString();
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    private static Task<KestrelHost> StartAsync(
        Action<WebApplication> map,
        Dictionary<string, string?>? settings = null,
        string environment = "Production",
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? before = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                before?.Invoke(app);
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                if (app.Services.GetService<ITokenValidator>() is ClosedValidator)
                {
                    app.Map("/closed", EchoEndpoint.RunAsync).RequireWsAuth(ClosedValidator.Closed);
                }

                map(app);
            },
            settings,
            environment,
            configure,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}

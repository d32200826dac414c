using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>The help pages are served by the application that refuses, to whoever asks, fallback policies or not.</summary>
public sealed partial class DiagnosticsEndpointTests
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
        var page = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith($"# {name}\n", page, StringComparison.Ordinal);
        foreach (Match link in Links().Matches(page))
        {
            using var linked = await new Uri(host.Http($"/ws-auth/reasons/{name}"), link.Groups[1].Value).GetAsync();
            Assert.Equal(HttpStatusCode.OK, linked.StatusCode);
        }
    }

    [Theory]
    [InlineData("signature_mismatch")]
    [InlineData("secret_mismatch")]
    [InlineData("key_unknown")]
    public async Task The_pages_of_a_mismatch_hold_the_line_that_computes_a_fingerprint(string name)
    {
        await using var host = await StartAsync(app => app.MapWsAuthDiagnostics());

        using var answer = await host.Http($"/ws-auth/reasons/{name}").GetAsync();

        Assert.Contains(
            "| openssl dgst -sha256 -hmac wsauth-fingerprint-v1 | sed 's/.*= //' | cut -c1-12",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
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
        Assert.StartsWith("# token_expired\n", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
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

    [Fact]
    public void Without_the_services_the_message_says_which_call_is_missing()
    {
        var exception = Assert.Throws<InvalidOperationException>(() =>
            KestrelHost.Build(app => app.MapWsAuthDiagnostics(), configure: _ => { })
        );

        Assert.Contains("AddWsAuth", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    private static Task<KestrelHost> StartAsync(
        Action<WebApplication> map,
        Action<WebApplicationBuilder>? configure = null
    ) =>
        KestrelHost.StartAsync(
            map,
            configure: configure,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    [GeneratedRegex(@"\]\((?!https?:)([^)]+)\)")]
    private static partial Regex Links();
}

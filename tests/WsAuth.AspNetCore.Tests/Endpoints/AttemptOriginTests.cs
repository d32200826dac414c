using System.Net;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>Pages that may connect may ask, from another origin too; other pages read nothing.</summary>
public sealed class AttemptOriginTests
{
    private const string App = "https://app.example";
    private const string Admin = "https://admin.example:8443";

    [Theory]
    [InlineData(App)]
    [InlineData(Admin)]
    public async Task A_page_of_a_listed_origin_may_read_and_no_other_through_its_answer(string origin)
    {
        await using var host = await StartAsync();
        var id = await host.RefuseAsync();

        var told = await host.AskAsync(id, null, ("Origin", origin));

        Assert.Equal("credential_invalid", told["reason"]);
        AssertReadableBy(origin, told);
        AssertReadableBy(origin, await host.AskAsync("unknown", null, ("Origin", origin)));
        Assert.Contains("Vary: Origin", (await host.AskAsync(id)).Head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example:444")]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("https://app.example, https://admin.example:8443")]
    public async Task A_page_of_another_origin_reads_nothing(string origin)
    {
        await using var host = await StartAsync();
        var id = await host.RefuseAsync();

        var told = await host.AskAsync(id, null, ("Origin", origin));

        Assert.Equal(HttpStatusCode.Forbidden, told.Status);
        Assert.DoesNotContain("Access-Control", told.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("credential", told.Body, StringComparison.Ordinal);
        Assert.Contains("Vary: Origin", told.Head, StringComparison.Ordinal);
        Assert.Equal(told, await host.AskAsync(DiagnosticsHost.NewId(), null, ("Origin", origin)));
    }

    [Fact]
    public async Task Without_a_list_the_servers_own_pages_may_read()
    {
        await using var host = await DiagnosticsHost.StartAsync();
        var id = await host.RefuseAsync();
        var own = host.Address.ToString().TrimEnd('/');

        AssertReadableBy(own, await host.AskAsync(id, null, ("Origin", own)));
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AskAsync(id, null, ("Origin", App))).Status);
    }

    [Fact]
    public async Task Where_every_origin_may_connect_each_is_named_and_none_is_a_wildcard()
    {
        await using var host = await DiagnosticsHost.StartAsync(
            settings: new Dictionary<string, string?> { ["WsAuth:DangerousAllowAnyOrigin"] = "true" }
        );

        AssertReadableBy(App, await host.AskAsync(await host.RefuseAsync(), null, ("Origin", App)));
    }

    [Fact]
    public async Task A_preflight_is_answered_for_listed_origins_alone()
    {
        await using var host = await StartAsync();
        var url = host.Http($"/ws-auth/attempts/{DiagnosticsHost.NewId()}");

        using var own = await url.SendAsync(HttpMethod.Options, null, Preflight(App));
        using var evil = await url.SendAsync(HttpMethod.Options, null, Preflight("https://evil.example"));

        Assert.Equal(HttpStatusCode.NoContent, own.StatusCode);
        Assert.Equal(App, Assert.Single(own.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("GET, HEAD", Assert.Single(own.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.False(own.Headers.Contains("Access-Control-Allow-Headers"));
        Assert.False(own.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Equal(HttpStatusCode.Forbidden, evil.StatusCode);
        Assert.DoesNotContain("Access-Control", evil.ToString(), StringComparison.Ordinal);
    }

    private static (string, string)[] Preflight(string origin) =>
        [
            ("Origin", origin),
            ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", "authorization"),
        ];

    private static void AssertReadableBy(string origin, AttemptTold told)
    {
        Assert.Contains(
            $"Access-Control-Allow-Origin: {origin}\n",
            told.Head.ReplaceLineEndings("\n"),
            StringComparison.Ordinal
        );
        Assert.Contains("Vary: Origin", told.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("Allow-Credentials", told.Head, StringComparison.Ordinal);
    }

    private static Task<KestrelHost> StartAsync() =>
        DiagnosticsHost.StartAsync(settings: new Dictionary<string, string?> { ["WsAuth:Origins"] = $"{App} {Admin}" });
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

public sealed class QueryRedactionTests
{
    private const string HostCategory = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Fact]
    public async Task No_log_line_of_any_category_holds_the_token()
    {
        await using var host = await StartAsync();
        var token = host.MintJwt();

        using var socket = await host.ConnectAsync($"/ws?access_token={token}");
        Assert.Equal("hello", await socket.AskAsync("hello"));
        await host.ConnectInVainAsync($"/ws?access_token={token[..^4]}AAAA");
        using var answer = await host.Http($"/seen?access_token={token}").GetAsync();

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Contains(host.Logs.All, entry => entry.Level == LogLevel.Trace || entry.Level == LogLevel.Debug);
        Assert.DoesNotContain(host.Logs.All, entry => LeakWatch.Holds(entry.Message));
        Assert.DoesNotContain(
            host.Logs.All.SelectMany(entry => entry.Values.Values),
            value => LeakWatch.Holds(value?.ToString() ?? "")
        );
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("ACCESS_token")]
    [InlineData("access%5Ftoken")]
    [InlineData("%61ccess%5ftoken")]
    public async Task Later_code_sees_redacted_in_every_form_of_the_query(string parameter)
    {
        await using var host = await StartAsync();
        var token = host.MintJwt();

        using var answer = await host.Http($"/seen?a=1&{parameter}={token}&b=%20x&c").GetAsync();

        var seen = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("redacted", seen.GetProperty("bound").GetString());
        Assert.Equal("redacted", seen.GetProperty("query").GetString());
        Assert.Equal($"?a=1&{parameter}=redacted&b=%20x&c", seen.GetProperty("queryString").GetString());
        Assert.Equal($"/seen?a=1&{parameter}=redacted&b=%20x&c", seen.GetProperty("rawTarget").GetString());
        Assert.Equal(("1", " x"), (seen.GetProperty("a").GetString(), seen.GetProperty("b").GetString()));
    }

    [Fact]
    public async Task Two_values_that_are_the_same_are_both_redacted()
    {
        await using var host = await StartAsync();
        var token = host.MintJwt();

        using var answer = await host.Http($"/seen?access_token={token}&access_token={token}").GetAsync();

        Assert.False(LeakWatch.Holds(await answer.Content.ReadAsStringAsync()));
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task The_hosts_request_lines_are_raised_to_Warning_where_the_query_is_read()
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/seen").GetAsync();

        Assert.DoesNotContain(host.Logs.All, entry => entry.Category == HostCategory && entry.Level < LogLevel.Warning);
    }

    [Fact]
    public async Task A_rule_of_the_application_does_not_bring_the_hosts_request_lines_back()
    {
        await using var host = await StartAsync(builder =>
        {
            builder.Logging.AddFilter(HostCategory, LogLevel.Trace);
            builder.Logging.AddFilter<RecordingLogs>(HostCategory, LogLevel.Trace);
            builder.Logging.AddFilter<RecordingLogs>(null, LogLevel.Trace);
        });

        using var answer = await host.Http("/seen?access_token=x").GetAsync();

        Assert.DoesNotContain(host.Logs.All, entry => entry.Category == HostCategory && entry.Level < LogLevel.Warning);
    }

    [Fact]
    public async Task The_hosts_request_lines_are_untouched_where_the_query_is_not_read()
    {
        await using var host = await StartAsync(settings: []);

        using var answer = await host.Http("/seen?a=1").GetAsync();

        Assert.Contains(
            host.Logs.All,
            entry =>
                entry.Category == HostCategory
                && entry.Level == LogLevel.Information
                && entry.Message.Contains("/seen?a=1", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_token_in_a_query_that_is_not_read_is_misplaced()
    {
        await using var host = await StartAsync(settings: []);

        // Not a token of this suite: the host logs the query of a request that it was told nothing about.
        var refusal = await host.ConnectInVainAsync("/ws?access_token=session_1");

        Assert.Equal("credential_misplaced", refusal.Reason);
        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains("The query parameter access_token is not read here", line, StringComparison.Ordinal);
        Assert.Contains("WsAuth:Query:AccessToken", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_and_query_that_differ_are_a_conflict()
    {
        await using var host = await StartAsync();

        var refusal = await host.ConnectInVainAsync($"/ws?access_token={host.MintJwt("u2")}", host.MintJwt("u1"));

        Assert.Equal("credential_conflict", refusal.Reason);
        Assert.Equal(400, (int)refusal.Status);
    }

    private Task<KestrelHost> StartAsync(
        Action<WebApplicationBuilder>? configure = null,
        Dictionary<string, string?>? settings = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/seen", Seen).RequireWsAuth(TokenKind.Jwt);
            },
            settings ?? new() { ["WsAuth:Query:AccessToken"] = "true" },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                configure?.Invoke(builder);
            },
            variables: _variables
        );

    private static IResult Seen([FromQuery(Name = "access_token")] string? bound, HttpContext context) =>
        Results.Json(
            new
            {
                bound = bound?.Split(',')[0],
                query = context.Request.Query["access_token"].FirstOrDefault(),
                queryString = context.Request.QueryString.Value,
                rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                a = context.Request.Query["a"].ToString(),
                b = context.Request.Query["b"].ToString(),
            }
        );
}

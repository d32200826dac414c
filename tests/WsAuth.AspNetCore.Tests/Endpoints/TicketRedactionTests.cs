using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>A ticket in a URL is seen by no code behind the door and written by no logger.</summary>
public sealed class TicketRedactionTests
{
    private const string HostCategory = "Microsoft.AspNetCore.Hosting.Diagnostics";

    [Fact]
    public async Task Later_code_sees_redacted_and_no_log_line_holds_the_ticket()
    {
        string? seen = null;
        await using var host = await TicketHost.StartAsync(handler: context =>
        {
            seen =
                $"{context.Request.QueryString} {context.Features.Get<IHttpRequestFeature>()!.RawTarget} {context.Request.Query["ticket"]}";
            return EchoEndpoint.RunAsync(context);
        });
        var path = (await host.AskForTicketAsync(host.MintJwt())).Path;

        using var socket = await host.ConnectAsync(path + "&a=1");
        await host.ConnectInVainAsync(path);

        Assert.Equal("?ticket=redacted&a=1 /ws?ticket=redacted&a=1 redacted", seen);
        Assert.DoesNotContain(host.Logs.All, entry => LeakWatch.Holds(entry.Message));
        Assert.DoesNotContain(
            host.Logs.All.SelectMany(entry => entry.Values.Values),
            value => LeakWatch.Holds(value?.ToString() ?? "")
        );
        Assert.DoesNotContain(host.Logs.All, entry => entry.Category == HostCategory && entry.Level < LogLevel.Warning);
    }

    [Fact]
    public async Task An_applications_own_tickets_stay_what_they_are()
    {
        string? seen = null;
        await using var host = await KestrelHost.StartAsync(
            app =>
                app.Map("/support", context => Answer(context, seen = context.Request.QueryString.Value))
                    .RequireWsAuth(TokenKind.Jwt),
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

        using var answer = await host.Http("/support?ticket=4711").GetAsync(host.MintJwt());

        Assert.Equal("?ticket=4711", seen);
        Assert.Contains(host.Logs.All, entry => entry.Category == HostCategory && entry.Level == LogLevel.Information);
    }

    [Fact]
    public async Task A_ticket_at_an_endpoint_that_takes_none_is_overwritten_all_the_same()
    {
        string? seen = null;
        await using var host = await TicketHost.StartAsync(app =>
            app.Map("/api", context => Answer(context, seen = context.Request.QueryString.Value))
                .RequireWsAuth(TokenKind.Jwt)
        );
        var token = host.MintJwt();
        var ticket = (await host.AskForTicketAsync(token)).Ticket;

        using var answer = await host.Http($"/api?%74icket={ticket}&a=1").GetAsync(token);

        Assert.Equal("?%74icket=redacted&a=1", seen);
    }

    [Fact]
    public async Task Switched_off_the_parameter_is_not_read()
    {
        await using var host = await TicketHost.StartAsync(
            settings: new Dictionary<string, string?> { ["WsAuth:Query:Ticket"] = "false" }
        );
        var answer = await host.AskForTicketAsync(host.MintJwt());

        using var byHeader = await host.ConnectAsync("/ws", answer.Ticket);

        Assert.Equal("hello", await byHeader.AskAsync("hello"));
    }

    private static Task Answer(HttpContext context, string? _)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets.Comparing;

/// <summary>A server whose report says nothing, is none, or is made to deceive.</summary>
public sealed class HostileReportTests : IDisposable
{
    private readonly ToolHarness _tool = new();

    public HostileReportTests() => _tool.Write(".env", $"EDGE_SECRET={TestSecrets.Hex()}\n");

    [Fact]
    public async Task A_weak_value_of_the_server_says_nothing()
    {
        await using var app = await ServeAsync(
            """{"secrets":[{"name":"edge","state":"in_force","sources":[{"source":"env:A","position":1,"previous":false,"state":"refused","fingerprint":"fp:weak"}],"keys":[]}]}"""
        );

        var outcome = await CompareAsync(app);

        Assert.Equal(ExitCode.Unreadable, outcome.ExitCode);
        Assert.Contains("says nothing about which value", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"secrets":[{"name":"edge"}]}""")]
    [InlineData("""{"secrets":[{"name":"edge","sources":{},"keys":7}]}""")]
    public async Task What_is_no_report_is_told_so(string body)
    {
        await using var app = await ServeAsync(body);

        var outcome = await CompareAsync(app);

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("no report of WsAuth", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_says_cannot_draw_on_the_terminal()
    {
        await using var app = await ServeAsync(
            """{"secrets":[{"name":"edge","sources":[],"keys":[{"current":true,"source":"env:\u001b[2J\nfine:","fingerprint":"fp:0123456789ab"}]}]}"""
        );

        var outcome = await CompareAsync(app);

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.DoesNotContain('\u001b', outcome.Output);
        Assert.DoesNotContain("\nfine:", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        var followed = false;
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.MapGet("/ws-auth/secrets", () => Results.Redirect("/elsewhere"));
                app.MapGet(
                    "/elsewhere",
                    () =>
                    {
                        followed = true;
                        return "{}";
                    }
                );
            },
            configure: _ => { }
        );

        var outcome = await CompareAsync(host);

        Assert.Equal(ExitCode.Unreadable, outcome.ExitCode);
        Assert.Contains("answered 302", outcome.Error, StringComparison.Ordinal);
        Assert.False(followed);
    }

    public void Dispose() => _tool.Dispose();

    private static Task<KestrelHost> ServeAsync(string body) =>
        KestrelHost.StartAsync(
            app => app.MapGet("/ws-auth/secrets", () => Results.Text(body, "application/json")),
            configure: _ => { }
        );

    private Task<ToolOutcome> CompareAsync(KestrelHost host) =>
        _tool.RunAsync(
            "secret",
            "compare",
            "--name",
            "edge",
            "--env-file",
            ".env",
            "--server",
            host.Http("/ws-auth").ToString()
        );
}

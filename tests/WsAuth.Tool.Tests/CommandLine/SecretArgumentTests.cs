using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.CommandLine;

public sealed class SecretArgumentTests : IDisposable
{
    private readonly ToolHarness _tool = new();

    [Theory]
    [InlineData("--secret")]
    [InlineData("--token")]
    [InlineData("--password")]
    public async Task An_option_that_asks_for_a_secret_is_refused_whatever_its_value(string option)
    {
        foreach (
            string[] form in (string[][])
                [
                    [option, "short"],
                    [option + "=short"],
                    [option + ":short"],
                ]
        )
        {
            var outcome = await _tool.RunAsync(["reasons", .. form]);

            Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
            Assert.Contains("process lists", outcome.Error, StringComparison.Ordinal);
            Assert.Contains("standard input", outcome.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("short", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("bearer.{0}")]
    [InlineData("Authorization: Bearer {0}")]
    [InlineData("wss://host.example/ws?access_token={0}")]
    [InlineData("wss://host.example/ws?x={0}&y=1")]
    [InlineData("wss://host.example/ws#{0}")]
    [InlineData("--code={0}")]
    public async Task A_token_is_refused_wherever_it_stands_and_not_repeated(string form)
    {
        var token = LeakWatch.ProtectToken(
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSIsIm4iOiJ" + TestSecrets.Hex(8) + "In0." + TestSecrets.Hex()
        );

        var outcome = await _tool.RunAsync("reasons", string.Format(null, form, token));

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("process lists", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("--name={0}")]
    [InlineData("wss://host.example/ws?edge_agent_id=1&key={0}")]
    public async Task A_secret_is_refused_wherever_it_stands_and_not_repeated(string form)
    {
        var outcome = await _tool.RunAsync("reasons", string.Format(null, form, TestSecrets.Hex()));

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("process lists", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_a_url_is_refused()
    {
        var outcome = await _tool.RunAsync("reasons", "wss://user:word@host.example/ws");

        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.DoesNotContain("word@", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fp:0123456789ab")]
    [InlineData("wss://d4f0a1b2c3d4e5f60718.tunnel.example/edge/ws?edge_agent_id=edge_15551234567")]
    [InlineData("/var/lib/containers/0123456789abcdef0123456789abcdef/.env")]
    [InlineData("appsettings.Staging.json")]
    [InlineData("EDGE_SECRET")]
    [InlineData("EDGE_SECRET_OF_2026_11_20")]
    public void Names_paths_urls_and_fingerprints_are_no_secrets(string argument) =>
        Assert.Null(SecretArguments.FindRefusal([argument]));

    public void Dispose() => _tool.Dispose();
}

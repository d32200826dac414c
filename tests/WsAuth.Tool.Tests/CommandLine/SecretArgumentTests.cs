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

    [Theory]
    [InlineData("reasons", "key_unknown")]
    [InlineData("secret", "explain", "--name", "key_service")]
    [InlineData("secret", "explain", "--name", "api_key")]
    [InlineData("secret", "explain", "--name=api-integration2026")]
    [InlineData("secret", "generate", "--into", ".env", "--name", "key_edge")]
    [InlineData("secret", "explain", "--config", "key_config.json")]
    [InlineData("secret", "explain", "--config", "appsettingsOfTheCustomer20261120.json")]
    [InlineData("secret", "explain", "--env-file", "example.env")]
    [InlineData(
        "secret",
        "explain",
        "--env-file",
        "express.env",
        "external.json",
        "exporter.env",
        "eyes.env",
        "exp.env"
    )]
    [InlineData("secret", "explain", "--env-file", "example.env.local", "ewok.env", "eyJ.env", "e2e.env.json")]
    [InlineData("token", "mint", "jwt", "--subject", "api_key_tester")]
    [InlineData("token", "mint", "jwt", "--subject", "exec.ops")]
    [InlineData("token", "mint", "jwt", "--subject", "108204268033311374519")]
    [InlineData("token", "mint", "jwt", "--subject", "auth0|5f7c8ec7c33c6c004bbafe82")]
    [InlineData("token", "mint", "jwt", "--subject", "550e8400-e29b-41d4-a716-446655440000")]
    public void Names_that_begin_as_a_token_or_key_does_are_names(params string[] arguments) =>
        Assert.Null(SecretArguments.FindRefusal(arguments));

    [Theory]
    [InlineData("--env-file", "eyJ{0}")]
    [InlineData("--env-file", "eyJhbGciOiJIUzI1NiJ9")]
    [InlineData("--config", "eyJhbGciOiJIUzI1NiJ9.e30.{0}")]
    [InlineData("--subject", "ewogImFsZyI6IkhTMjU2IiB9.e30.{0}")]
    [InlineData("--name", "{0}")]
    [InlineData("--subject", "{0}")]
    [InlineData("--name", "key_{0}")]
    [InlineData("--subject", "sk_live_4eC39HqLyjWDarjtT1zdp7dc")]
    [InlineData("--name", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("--name", "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx")]
    [InlineData("--name", "key-550e8400-e29b-41d4-a716-446655440000")]
    public void Tokens_and_secrets_are_refused_where_a_name_belongs_too(string option, string form) =>
        Assert.NotNull(SecretArguments.FindRefusal([option, string.Format(null, form, TestSecrets.Hex())]));

    [Fact]
    public async Task A_file_that_is_there_is_a_file_whatever_its_name()
    {
        var name = "5f7c8ec7c33c6c004bbafe82a1b2c3d4.env";
        _tool.Write(name, "A=1");

        Assert.Equal(ExitCode.Usage, (await _tool.RunAsync("secret", "explain", "--env-file", "x" + name)).ExitCode);
        Assert.NotEqual(ExitCode.Usage, (await _tool.RunAsync("secret", "explain", "--env-file", name)).ExitCode);
    }

    [Fact]
    public async Task Who_gives_a_credential_to_the_doctor_is_told_how_the_doctor_takes_it()
    {
        var outcome = await _tool.RunAsync("doctor", "wss://host.example/ws", "--credential", TestSecrets.Hex());

        Assert.Contains("wsauth doctor <url> --credential - < token.txt", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Arguments show in process lists", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("inspect", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();
}

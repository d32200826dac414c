using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore;
using WsAuth.Testing;
using WsAuth.Tokens;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets.Comparing;

/// <summary>One side's files against the report of a running server.</summary>
public sealed class ServerReportTests : IDisposable
{
    private readonly ToolHarness _tool = new();
    private readonly string _secret = TestSecrets.Hex();
    private readonly string _other = TestSecrets.Hex();

    [Theory]
    [InlineData("S", "S", null, "hold the same value")]
    [InlineData(
        "S\\n",
        "S",
        "newline",
        "This side's env:EDGE_SECRET (.env) is the server's env:EDGE_SECRET plus a trailing newline."
    )]
    [InlineData(
        "S",
        "S\n",
        "newline",
        "The server's env:EDGE_SECRET is this side's env:EDGE_SECRET (.env) plus a trailing newline."
    )]
    [InlineData(
        "S",
        "\"S\"",
        "quotes",
        "The server's env:EDGE_SECRET is this side's env:EDGE_SECRET (.env) plus quotes around it."
    )]
    [InlineData(
        "O",
        "S",
        "source",
        "the server's env:EDGE_OTHER is shadowed (source 2), and the server's env:EDGE_SECRET is in force there"
    )]
    [InlineData("P", "S", "source", "the server's env:EDGE_OLD is an older value, accepted still")]
    [InlineData("X", "S", "unrelated", "are different values")]
    public async Task What_differs_from_the_servers_value_is_named(
        string here,
        string there,
        string? difference,
        string sentence
    )
    {
        var previous = TestSecrets.Hex();
        await using var host = await StartAsync(
            new TestVariables
            {
                ["EDGE_SECRET"] = Fill(there),
                ["EDGE_OTHER"] = _other,
                ["EDGE_OLD"] = previous,
            }
        );
        _tool.Write(".env", $"EDGE_SECRET=\"{Fill(here)}\"\n");

        var text = await CompareAsync(host);
        var json = await CompareAsync(host, "--json");

        Assert.Equal((difference is null ? ExitCode.Fine : ExitCode.Finding, ""), (text.ExitCode, text.Error));
        Assert.Contains(sentence, text.Output, StringComparison.Ordinal);
        Assert.Equal(difference, json.Json.GetProperty("difference").GetString());

        string Fill(string form) =>
            form.Replace("O", _other, StringComparison.Ordinal)
                .Replace("P", previous, StringComparison.Ordinal)
                .Replace("X", TestSecrets.Hex(), StringComparison.Ordinal)
                .Replace("S", _secret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_for_operators_and_their_token_never_an_argument()
    {
        await using var host = await StartAsync(
            new TestVariables { ["EDGE_SECRET"] = _secret, ["JWT_SECRET_KEY"] = TestSecrets.Hex() },
            "Production"
        );
        _tool.Write(".env", $"EDGE_SECRET={_secret}\n");
        var token = host.MintJwt("anna", jwt => jwt.Claims["role"] = "operator");
        _tool.Variables["OPERATOR_TOKEN"] = token;
        _tool.Write("token.txt", token + "\n");

        var nobody = await CompareAsync(host);
        var somebody = await _tool.RunWithInputAsync(host.MintJwt("u2"), LineFor(host, "--operator-token-from", "-"));
        var input = await _tool.RunWithInputAsync(token + "\n", LineFor(host, "--operator-token-from", "-"));
        var variable = await CompareAsync(host, "--operator-token-from", "env:OPERATOR_TOKEN");
        var file = await CompareAsync(host, "--operator-token-from", "token.txt");
        var argument = await CompareAsync(host, "--operator-token-from", token);

        foreach (var refused in (ToolOutcome[])[nobody, somebody])
        {
            Assert.Equal((ExitCode.Unreadable, ""), (refused.ExitCode, refused.Output));
            Assert.Contains("404: the report is shown to operators only", refused.Error, StringComparison.Ordinal);
        }

        Assert.All((ToolOutcome[])[input, variable, file], told => Assert.Equal(ExitCode.Fine, told.ExitCode));
        Assert.Equal(ExitCode.Usage, argument.ExitCode);
    }

    [Fact]
    public async Task What_stands_where_a_place_belongs_is_not_repeated()
    {
        var outcome = await _tool.RunAsync(
            "secret",
            "compare",
            "--name",
            "edge",
            "--server",
            "https://chat.example/ws-auth",
            "--operator-token-from",
            "opaque-pass"
        );

        Assert.Equal(ExitCode.Unreadable, outcome.ExitCode);
        Assert.DoesNotContain("opaque", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_the_server_does_not_tell_of_and_a_server_that_is_away_are_named()
    {
        await using var host = await StartAsync(new TestVariables { ["EDGE_SECRET"] = _secret });

        var missing = await _tool.RunAsync(
            "secret",
            "compare",
            "--name",
            "ticket",
            "--server",
            host.Http("/ws-auth").ToString()
        );
        var address = host.Http("/ws-auth").ToString();
        await host.DisposeAsync();
        var away = await _tool.RunAsync("secret", "compare", "--name", "edge", "--server", address);

        Assert.Equal((ExitCode.Unreadable, ExitCode.Unreadable), (missing.ExitCode, away.ExitCode));
        Assert.Contains("holds no secret \"ticket\", but \"edge\"", missing.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be asked (ConnectionError)", away.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();

    private static Task<KestrelHost> StartAsync(TestVariables variables, string environment = "Development") =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/edge/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret);
                if (environment == "Production")
                {
                    app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                }

                app.MapWsAuthDiagnostics(configure: options => options.OperatorPolicy = "ops");
            },
            new Dictionary<string, string?>
            {
                ["WsAuth:Secrets:edge:Order"] = "env:EDGE_SECRET > env:EDGE_OTHER",
                ["WsAuth:Secrets:edge:Previous"] = "env:EDGE_OLD",
            },
            environment,
            builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder
                    .Services.AddAuthorizationBuilder()
                    .AddPolicy(
                        "ops",
                        ops => ops.AddAuthenticationSchemes(WsAuthDefaults.AuthenticationScheme).RequireRole("operator")
                    );
            },
            variables: variables
        );

    private Task<ToolOutcome> CompareAsync(KestrelHost host, params string[] arguments) =>
        _tool.RunAsync(LineFor(host, arguments));

    private string[] LineFor(KestrelHost host, params string[] arguments)
    {
        if (!File.Exists(_tool.PathOf(".env")))
        {
            _tool.Write(".env", $"EDGE_SECRET={_secret}\n");
        }

        return
        [
            "secret",
            "compare",
            "--name",
            "edge",
            "--env-file",
            ".env",
            "--server",
            host.Http("/ws-auth").ToString(),
            .. arguments,
        ];
    }
}

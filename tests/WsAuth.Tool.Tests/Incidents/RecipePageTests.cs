using System.Text.RegularExpressions;
using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using Xunit;

namespace WsAuth.Tool.Tests.Incidents;

/// <summary>docs/tool-recipes.md: its commands are run against the five incidents, and what it shows is what they print. <c>WSAUTH_UPDATE=1</c> writes it anew.</summary>
public sealed partial class RecipePageTests
{
    private const string Page = "docs/tool-recipes.md";

    private readonly string _ofServer = TestSecrets.Hex();
    private readonly string _ofClient = TestSecrets.Hex();

    [NginxFact]
    public async Task What_the_recipes_show_is_what_the_tool_prints()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Programs.RepositoryRoot, Page));
        var sections = page.Split("\n## ");
        Func<Task<Recipe>>[] incidents = [SecretAsync, EnvironmentAsync, SessionAsync, HopAsync, TicketAsync];

        for (var i = 0; i < incidents.Length; i++)
        {
            Assert.StartsWith($"{i + 1}. ", sections[i + 1], StringComparison.Ordinal);
            await using var recipe = await incidents[i]();
            sections[i + 1] = await WriteAsync(sections[i + 1], recipe);
        }

        Approved.Matches(Page, string.Join("\n## ", sections));
    }

    private static async Task<string> WriteAsync(string section, Recipe recipe)
    {
        var blocks = Blocks().Matches(section);
        Assert.Equal(3, blocks.Count);
        foreach (var block in blocks.Reverse())
        {
            var told = block.Groups["told"];
            var now = await recipe.RunAsync(block.Groups["commands"].Value);
            Assert.True(now.Count(c => c == '\n') > 2, $"Nothing decides in:\n{now}");
            section = section.Remove(told.Index, told.Length).Insert(told.Index, now);
        }

        return section;
    }

    private async Task<Recipe> SecretAsync()
    {
        var gateway = await StartAsync(("EDGE_SECRET", _ofServer));
        gateway.WriteClient(("EDGE_SECRET", _ofClient));
        return new Recipe(gateway).Between(_ofServer, _ofClient);
    }

    private async Task<Recipe> EnvironmentAsync()
    {
        var gateway = await IncidentGateway.StartAsync(
            ("JWT_SECRET_STAGING", _ofServer),
            ("JWT_SECRET_KEY", _ofClient),
            ("EDGE_SECRET", TestSecrets.Hex())
        );
        gateway.WriteClient(("JWT_SECRET_KEY", _ofClient));
        using var suite = new ToolHarness { IsOnSystemTime = true, MayShowSecrets = true };
        suite.Variables["JWT_SECRET_KEY"] = _ofClient;
        var token = await suite.RunAsync("token", "mint", "jwt", "--subject", "u1", "--environment", "Development");
        gateway.Tool.Write("token.txt", LeakWatch.ProtectToken(token.Output.Trim()));
        return new Recipe(gateway).Between(_ofServer, _ofClient);
    }

    private async Task<Recipe> SessionAsync()
    {
        var gateway = await StartAsync(("EDGE_SECRET", _ofServer));
        var session = $"session_{LeakWatch.Protect("8f14e45fceea167a")}";
        gateway.Tool.Write("session.txt", session);
        gateway.Tool.Write("url.txt", $"wss://api.example/ws?session_token={session}");
        return new Recipe(gateway);
    }

    private async Task<Recipe> HopAsync()
    {
        var gateway = await IncidentGateway.StartAsync(
            ("JWT_SECRET_STAGING", _ofServer),
            ("EDGE_SECRET", TestSecrets.Hex())
        );
        gateway.WriteClient(("JWT_SECRET_STAGING", _ofServer));
        return new Recipe(gateway)
        {
            Proxy = await ReverseProxyProcess.StartNginxAsync(
                gateway.Host.Address,
                "proxy_set_header X-Forwarded-For $remote_addr;"
            ),
        }.Between(_ofServer, _ofClient);
    }

    private async Task<Recipe> TicketAsync()
    {
        var gateway = await StartAsync(("EDGE_SECRET", _ofServer));
        gateway.Tool.Write("token.txt", gateway.Host.MintJwt("u1"));
        return new Recipe(gateway) { Path = "/bound/ws" };
    }

    private static Task<IncidentGateway> StartAsync((string Name, string Value) variable) =>
        IncidentGateway.StartAsync(variable, ("JWT_SECRET_STAGING", TestSecrets.Hex()));

    [GeneratedRegex(
        @"```sh\n(?<commands>(?:(?!```).)*)```\n\n```text\n(?<told>(?:(?!```).)*)```\n",
        RegexOptions.Singleline
    )]
    private static partial Regex Blocks();
}

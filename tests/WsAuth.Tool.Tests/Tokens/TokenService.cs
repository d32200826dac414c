using WsAuth.Testing;

namespace WsAuth.Tool.Tests.Tokens;

/// <summary>A service's configuration with every secret set, and the tool beside it; what is minted goes nowhere but to the test.</summary>
internal sealed class TokenService : IDisposable
{
    public TokenService()
    {
        Tool.Write(
            "appsettings.json",
            """
            { "WsAuth": {
                "Jwt": { "Issuer": "here", "Audience": "chat" },
                "Secrets": {
                    "jwt": { "Order": "env:JWT_SECRET_{ENVIRONMENT} > env:JWT_SECRET_KEY", "Previous": "env:JWT_SECRET_OLD until 2099-01-31" },
                    "ticket": { "Order": "env:TICKET_SECRET" } } } }
            """
        );
        foreach (var name in (string[])["JWT_SECRET_KEY", "EDGE_SECRET", "TICKET_SECRET"])
        {
            Tool.Variables[name] = TestSecrets.Hex();
        }
    }

    /// <summary>Inspects: nothing that it prints may hold a piece of a secret or of a token.</summary>
    public ToolHarness Tool { get; } = new();

    public string this[string variable]
    {
        set => Tool.Variables[variable] = value;
    }

    public string SecretOf(string variable) => Tool.Variables[variable];

    /// <summary>Mints with these variables; standard output is the token, and is the one stream that is not watched.</summary>
    public async Task<ToolOutcome> MintAsync(params string[] arguments)
    {
        using var minting = new ToolHarness { MayShowSecrets = true };
        foreach (var (name, value) in Tool.Variables)
        {
            minting.Variables[name] = value;
        }

        string[] files = arguments.Contains("--config") ? [] : ["--config", Tool.PathOf("appsettings.json")];
        var outcome = await minting.RunAsync(["token", "mint", .. arguments, .. files]);
        Watch(TokenIn(outcome, arguments.Contains("--json")));
        return outcome;
    }

    /// <summary>A fresh token's text.</summary>
    public async Task<string> TokenAsync(params string[] arguments) =>
        (await MintAsync(arguments)).Output.TrimEnd('\n');

    public Task<ToolOutcome> InspectAsync(string input, params string[] arguments) =>
        Tool.RunWithInputAsync(input, ["token", "inspect", "-", .. arguments]);

    public void Dispose() => Tool.Dispose();

    // An edge token has no header that is the same for everyone.
    private static string Watch(string token) =>
        token.Contains('.', StringComparison.Ordinal) ? LeakWatch.ProtectToken(token) : LeakWatch.Protect(token);

    private static string TokenIn(ToolOutcome outcome, bool isJson) =>
        outcome.Output.Length == 0 ? ""
        : isJson ? outcome.Json.GetProperty("token").GetString()!
        : outcome.Output.TrimEnd('\n');
}

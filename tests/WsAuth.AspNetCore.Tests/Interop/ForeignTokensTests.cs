using Microsoft.AspNetCore.Builder;
using WsAuth.Client;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>Tokens of other stacks are accepted here and ours there, for every HMAC algorithm.</summary>
public sealed class ForeignTokensTests
{
    private const string Variable = "JWT_SECRET_KEY";

    private readonly string _secret = TestSecrets.Hex(64);

    [NodeTheory]
    [InlineData("mint-jsonwebtoken.js", "HS256")]
    [InlineData("mint-jsonwebtoken.js", "HS384")]
    [InlineData("mint-jsonwebtoken.js", "HS512")]
    [InlineData("mint-jose.mjs", "HS256")]
    [InlineData("mint-jose.mjs", "HS384")]
    [InlineData("mint-jose.mjs", "HS512")]
    public Task A_token_of_Node_is_accepted(string script, string algorithm) => AssertAcceptedAsync(script, algorithm);

    [PythonTheory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public Task A_token_of_PyJWT_is_accepted(string algorithm) => AssertAcceptedAsync("mint_pyjwt.py", algorithm);

    [NodeTheory]
    [InlineData("verify-jsonwebtoken.js", "HS256")]
    [InlineData("verify-jsonwebtoken.js", "HS384")]
    [InlineData("verify-jsonwebtoken.js", "HS512")]
    [InlineData("verify-jose.mjs", "HS256")]
    [InlineData("verify-jose.mjs", "HS384")]
    [InlineData("verify-jose.mjs", "HS512")]
    public Task Node_accepts_our_token(string script, string algorithm) => AssertVerifiedAsync(script, algorithm);

    [PythonTheory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public Task PyJWT_accepts_our_token(string algorithm) => AssertVerifiedAsync("verify_pyjwt.py", algorithm);

    private async Task AssertAcceptedAsync(string script, string algorithm)
    {
        await using var host = await StartAsync(algorithm);
        var token = await ClientScript.MintAsync(
            script,
            algorithm,
            "agent-smith",
            Variable,
            new Dictionary<string, string> { [Variable] = _secret }
        );

        using var answer = await host.Http("/whoami").GetAsync(token);

        Assert.Equal("agent-smith", await answer.Content.ReadAsStringAsync());
    }

    private async Task AssertVerifiedAsync(string script, string algorithm)
    {
        await using var host = await StartAsync(algorithm);
        var token = LeakWatch.ProtectToken(TokenMinter.For(host.Services).Jwt("agent-smith").DangerousGetText());

        Assert.Equal("agent-smith", await ClientScript.VerifyAsync(script, algorithm, token, _secret));
        Assert.Null(await ClientScript.VerifyAsync(script, algorithm, token, TestSecrets.Hex(64)));
    }

    private Task<KestrelHost> StartAsync(string algorithm) =>
        KestrelHost.StartAsync(
            app => app.MapGet("/whoami", context => context.WhoAmIAsync()).RequireWsAuth(TokenKind.Jwt),
            new Dictionary<string, string?> { ["WsAuth:Jwt:Algorithm"] = algorithm },
            variables: new TestVariables { [Variable] = _secret }
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>Where a policy names several schemes the framework lets each of them answer a refusal, one after the other.</summary>
public sealed class SeveralSchemesTests
{
    [Fact]
    public async Task Each_scheme_adds_its_challenge_to_one_answer()
    {
        await using var host = await StartAsync();
        using var connection = new RawHttpConnection(host.Address);

        var first = await connection.AskAsync("GET /ws HTTP/1.1");
        var second = await connection.AskAsync("GET /ws HTTP/1.1");

        Assert.All(
            [first, second],
            answer =>
            {
                Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
                Assert.Contains("X-WsAuth-Reason: credential_missing\r\n", answer, StringComparison.Ordinal);
                Assert.Contains(HomeMadeScheme.ChallengeHeader + ": 1\r\n", answer, StringComparison.Ordinal);
                Assert.Contains("\"reason\":\"credential_missing\"", answer, StringComparison.Ordinal);
            }
        );
        Assert.DoesNotContain(host.Logs.All, entry => entry.Level >= LogLevel.Error);
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync)
                    .RequireWsAuth(TokenKind.Jwt)
                    .RequireAuthorization(policy =>
                        policy.AddAuthenticationSchemes(HomeMadeScheme.Name).RequireAuthenticatedUser()
                    );
            },
            configure: HomeMadeScheme.AddAsDefault,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}

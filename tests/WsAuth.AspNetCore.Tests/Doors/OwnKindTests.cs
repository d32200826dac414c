using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>The example of docs/configuration.md: a kind of one's own beside JWTs on one endpoint.</summary>
public sealed class OwnKindTests
{
    private readonly string _key = TestSecrets.Hex();

    [Fact]
    public async Task It_lets_its_own_credential_in_and_no_other()
    {
        await using var host = await StartAsync();

        Assert.Equal("partner", await (await host.Http("/whoami").GetAsync("ak_" + _key)).Content.ReadAsStringAsync());
        Assert.Equal(401, (int)(await host.Http("/whoami").GetAsync("ak_" + TestSecrets.Hex())).StatusCode);
    }

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
                app.Map("/whoami", context => context.Response.WriteAsync(context.User.FindFirst("sub")!.Value))
                    .RequireWsAuth(TokenKind.Jwt, ApiKeyValidator.ApiKey),
            new Dictionary<string, string?> { ["WsAuth:Secrets:api:Order"] = "env:API_KEY" },
            configure: builder =>
                builder.Services.AddWsAuth(builder.Configuration).AddTokenValidator<ApiKeyValidator>(),
            variables: new TestVariables { ["API_KEY"] = _key, ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}

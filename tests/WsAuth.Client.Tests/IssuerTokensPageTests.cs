using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using WsAuth.Options;
using WsAuth.Testing;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;
using Xunit;

namespace WsAuth.Client.Tests;

/// <summary>A test suite that stands in for an issuer, as docs/clients.md shows it; the code stands here.</summary>
public sealed class IssuerTokensPageTests
{
    [Theory]
    [InlineData("chat", 101)]
    [InlineData("mail", 401)]
    public async Task A_token_of_an_issuer_whose_key_is_the_tests_own_opens_a_socket(string audience, int status)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var host = await StartAsync(services =>
        {
            services.Configure<WsAuthOptions>(options =>
                options.Jwt.Issuers["login"] = new JwtIssuerOptions
                {
                    Issuer = "https://login.example",
                    Audience = "chat",
                    SecurityKeys = { new ECDsaSecurityKey(key) },
                }
            );
        });

        var token = TokenMinter.For(host.Services).JwtOf("login", key, "u1", content => content.Audience = audience);

        Assert.Equal((HttpStatusCode)status, await TryAsync(host, token));
    }

    [Theory]
    [InlineData("RS256", null)]
    [InlineData("PS384", "PS384 ES256")]
    [InlineData("ES384", null)]
    [InlineData("ES512", null)]
    public async Task Each_algorithm_is_the_one_that_the_server_expects_of_the_key(string algorithm, string? algorithms)
    {
        var key = IssuingKey.For(algorithm).Pair;
        await using var host = await StartAsync(services =>
            services.Configure<WsAuthOptions>(options =>
                options.Jwt.Issuers["login"] = new JwtIssuerOptions
                {
                    Issuer = "https://login.example",
                    Algorithms = algorithms,
                    SecurityKeys = { key is RSA rsa ? new RsaSecurityKey(rsa) : new ECDsaSecurityKey((ECDsa)key) },
                }
            )
        );

        Assert.Equal(
            HttpStatusCode.SwitchingProtocols,
            await TryAsync(host, TokenMinter.For(host.Services).JwtOf("login", key, "u1"))
        );
    }

    [Fact]
    public async Task An_issuer_that_is_not_configured_is_named_with_those_that_are()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var host = await StartAsync(_ => { });

        var fault = Assert.Throws<ArgumentException>(() => TokenMinter.For(host.Services).JwtOf("login", key, "u1"));

        Assert.Contains("WsAuth:Jwt:Issuers", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> TryAsync(KestrelHost host, MintedToken token)
    {
        LeakWatch.ProtectToken(token.DangerousGetText());
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(token);
        try
        {
            await socket.ConnectAsync(host.WebSocket("/ws"), default);
        }
        catch (WebSocketException)
        {
            // The status is asked for.
        }

        return socket.HttpStatusCode;
    }

    private static Task<KestrelHost> StartAsync(Action<IServiceCollection> configure) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                configure(builder.Services);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}

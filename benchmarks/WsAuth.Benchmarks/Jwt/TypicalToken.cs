using Microsoft.Extensions.Configuration;
using WsAuth.Client;
using WsAuth.Registration;

namespace WsAuth.Benchmarks.Jwt;

/// <summary>One secret, and a token of ten claims signed with it, as an issuer of access tokens makes them.</summary>
internal sealed class TypicalToken
{
    public const string Issuer = "https://issuer.example";
    public const string Audience = "chat";
    public const string Subject = "user-4711";

    public TypicalToken()
    {
        Secret = System.Security.Cryptography.RandomNumberGenerator.GetHexString(64, lowercase: true);
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Secret"] = Secret,
                    ["WsAuth:Secrets:jwt:Order"] = "config:Secret",
                    ["WsAuth:Jwt:Issuer"] = Issuer,
                    ["WsAuth:Jwt:Audience"] = Audience,
                }
            )
            .Build();
        using var minter = TokenMinter.FromConfiguration(Configuration, "Production");
        Text = minter
            .Jwt(
                Subject,
                content =>
                {
                    content.Lifetime = TimeSpan.FromHours(12);
                    content.Claims["name"] = "Ada Example";
                    content.Claims["email"] = "ada@users.example";
                    content.Claims["role"] = "member";
                    content.Claims["tenant_id"] = "tenant-17";
                }
            )
            .DangerousGetText();
        Header = Text[..Text.IndexOf('.', StringComparison.Ordinal)];
        var last = Text[^2] == 'A' ? 'B' : 'A';
        Forged = $"{Text[..^2]}{last}{Text[^1]}";
        Runtime = WsAuthRuntime.FromConfiguration(Configuration, "Production");
    }

    public string Secret { get; }

    public IConfiguration Configuration { get; }

    public WsAuthRuntime Runtime { get; }

    /// <summary>The token.</summary>
    public string Text { get; }

    /// <summary>Its first part.</summary>
    public string Header { get; }

    /// <summary>The same token with one letter of its signature changed.</summary>
    public string Forged { get; }
}

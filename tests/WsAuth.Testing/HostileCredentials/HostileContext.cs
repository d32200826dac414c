using System.Text;
using Microsoft.IdentityModel.Tokens;
using WsAuth.Options;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>The secrets, key pairs and time for which the rows are made, and the settings of a host that holds them.</summary>
public sealed class HostileContext(DateTimeOffset now)
{
    public const string Issuer = "here";

    public const string Audience = "chat";

    private static readonly string[] Algorithms = ["RS256", "PS256", "ES256", "ES384", "ES512"];

    public DateTimeOffset Now { get; } = now;

    public string JwtSecret { get; } = TestSecrets.Hex();

    public string EdgeSecret { get; } = TestSecrets.Hex();

    public string TicketSecret { get; } = TestSecrets.Hex();

    /// <summary>A secret that the host does not hold.</summary>
    public string ForeignSecret { get; } = TestSecrets.Hex();

    public static (string Name, string Value) TicketSecretSetting => ("Secrets:ticket:Order", "env:TICKET_SECRET");

    /// <summary>The key pair of the issuer for an algorithm; each is the issuer <c>https://alg.example</c> of its own.</summary>
    public static IssuingKey KeyOf(string algorithm) =>
        IssuingKey.For(algorithm, keyId: "k-" + algorithm, number: algorithm == "PS256" ? 1 : 0);

    public static string IssuerOf(string algorithm) => $"https://{algorithm}.example";

    /// <summary>The issuers and what a token has to say.</summary>
    public static void Configure(WsAuthOptions options)
    {
        options.Jwt.Issuer = Issuer;
        options.Jwt.Audience = Audience;
        foreach (var algorithm in Algorithms)
        {
            options.Jwt.Issuers[algorithm] = new JwtIssuerOptions
            {
                Issuer = IssuerOf(algorithm),
                Audience = Audience,
                Algorithms = algorithm,
                SecurityKeys = { new JsonWebKey(KeyOf(algorithm).Jwk()) },
            };
        }
    }

    /// <summary>Gives the host's variables the secrets.</summary>
    public void Set(TestVariables variables)
    {
        variables["JWT_SECRET_KEY"] = JwtSecret;
        variables["EDGE_SECRET"] = EdgeSecret;
        variables["TICKET_SECRET"] = TicketSecret;
    }

    /// <summary>A JWT of the own service; <c>~</c> stands for good members, <c>^</c> for good ones without sub and exp.</summary>
    public string Jwt(string payload = "{~}", string header = HandmadeJwt.Header, string? secret = null) =>
        HandmadeJwt.Sign(header, Fill(payload, Issuer), Encoding.UTF8.GetBytes(secret ?? JwtSecret));

    /// <summary>A JWT of an issuer with a key pair.</summary>
    public string OfIssuer(
        string algorithm,
        string payload = "{~}",
        string? header = null,
        string? issuer = null,
        IssuingKey? key = null
    ) => (key ?? KeyOf(algorithm)).Sign(Fill(payload, issuer ?? IssuerOf(algorithm)), header);

    /// <summary>A ticket for the table's endpoint; <c>~</c> stands for good members, <c>^</c> for all but sub and jti.</summary>
    public string Ticket(string payload = "{~}", string header = TicketRows.Header, string? secret = null)
    {
        const string Rest = "\"iat\":@+0,\"exp\":@+30,\"aud\":\"/ticket\",\"ins\":\"another\"";
        var filled = payload
            .Replace("~", "\"sub\":\"u1\",\"jti\":\"4d1a0c6e5b7f4a0d\",^", StringComparison.Ordinal)
            .Replace("^", Rest, StringComparison.Ordinal);
        return HandmadeJwt.Sign(header, HandmadeJwt.At(filled, Now), Encoding.UTF8.GetBytes(secret ?? TicketSecret));
    }

    /// <summary>An edge token of a message such as <c>agent:phone:@+0</c>.</summary>
    public string Edge(string message = "agent-1:+15551234567:@+0", string? secret = null) =>
        LeakWatch.Protect(HandmadeEdgeToken.Sign(HandmadeJwt.At(message, Now), secret ?? EdgeSecret));

    /// <summary>The bytes of a payload, with the times in it.</summary>
    public string Fill(string payload, string issuer) =>
        HandmadeJwt.At(
            payload
                .Replace("~", "\"sub\":\"u1\",\"exp\":@+300,^", StringComparison.Ordinal)
                .Replace("^", $"\"iss\":\"{issuer}\",\"aud\":\"{Audience}\"", StringComparison.Ordinal),
            Now
        );
}

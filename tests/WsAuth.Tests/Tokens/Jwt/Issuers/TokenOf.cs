using WsAuth.Testing;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>Tokens of the usual issuer.</summary>
internal static class TokenOf
{
    public const string Issuer = "https://idp.example";

    public const string Payload = """{"iss":"https://idp.example","sub":"u1","exp":@+300}""";

    public static string A(IssuingKey key, IssuerVerifier verifier, string payload = Payload, string? header = null) =>
        key.Sign(verifier.At(payload), header);
}

using System.Text;
using JWT;
using JWT.Algorithms;
using JWT.Exceptions;
using JWT.Serializers;

namespace WsAuth.Benchmarks.Jwt;

/// <summary>jwt-dotnet: it checks signature and times, and leaves issuer and audience to its caller, who compares them here.</summary>
internal sealed class JwtDotNet
{
    private readonly JwtDecoder _decoder;
    private readonly byte[] _key;

    public JwtDotNet(string secret)
    {
        var serializer = new JsonNetSerializer();
        _decoder = new JwtDecoder(
            serializer,
            new JwtValidator(serializer, new UtcDateTimeProvider()),
            new JwtBase64UrlEncoder(),
            new HMACSHA256Algorithm()
        );
        _key = Encoding.UTF8.GetBytes(secret);
    }

    public IDictionary<string, object>? Validate(string token)
    {
        try
        {
            var claims = _decoder.DecodeToObject<Dictionary<string, object>>(token, _key, verify: true);
            return claims["iss"] is TypicalToken.Issuer && claims["aud"] is TypicalToken.Audience ? claims : null;
        }
        catch (SignatureVerificationException)
        {
            return null;
        }
    }
}

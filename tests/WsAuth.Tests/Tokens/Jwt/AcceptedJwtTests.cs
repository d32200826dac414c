using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>Tokens that are unusual and right: strictness that refuses them would be an outage.</summary>
public sealed class AcceptedJwtTests : IDisposable
{
    private readonly JwtVerifier _verifier = new();

    [Theory]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT"}""")]
    [InlineData("""{"typ":"JWT","alg":"HS256"}""")]
    [InlineData("""{"alg":"HS\u003256"}""")]
    [InlineData("""{"\u0061lg":"HS256"}""")]
    [InlineData("""{ "alg" : "HS256" , "typ" : "JWT" }""")]
    [InlineData("{\r\n\t\"alg\":\"HS256\"\r\n}")]
    [InlineData("""{"alg":"HS256","cty":"JWT"}""")]
    [InlineData("""{"alg":"HS256","ALG":"none"}""")]
    [InlineData("""{"alg":"HS256","x":{"alg":"none","crit":[]}}""")]
    [InlineData("""{"alg":"HS256","Crit":["x"],"B64":false}""")]
    [InlineData("""{"alg":"HS256","jku":"https://evil.example/keys"}""")]
    [InlineData("""{"alg":"HS256","x5u":"https://evil.example/cert"}""")]
    [InlineData("""{"alg":"HS256","x5c":["MIIB"]}""")]
    [InlineData("""{"alg":"HS256","x":[{"a":1},{"a":1}]}""")]
    [InlineData("""{"alg":"HS256","x":"\ud83d\ude00","émile":"ü"}""")]
    [InlineData("""{"alg":"HS256","x":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}""")]
    [InlineData("""{"alg":"HS256","kid":"a key of another time"}""")]
    [InlineData("""{"alg":"HS256","kid":""}""")]
    public void An_unusual_header_is_accepted(string header) =>
        Assert.True(_verifier.Validate(_verifier.Sign(header: header)).IsAccepted);

    [Theory]
    [InlineData("""{"sub":"u1","exp":@+300}""")]
    [InlineData("""{"exp":@+300,"sub":"u1"}""")]
    [InlineData("{\r\n  \"sub\" : \"u1\",\r\n  \"exp\" : @+300\r\n}")]
    [InlineData("""{"\u0073ub":"u1","\u0065xp":@+300}""")]
    [InlineData("""{"sub":"\u0075\u0031","exp":@+300}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"iss":"anyone","aud":["any","where"]}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"aud":[]}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"SUB":"u2","Exp":1}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"x":{"sub":"u2","exp":1},"y":{"sub":"u3"}}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"x":[{"a":1},{"a":2}],"a":3}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"":1," ":2}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"x":null,"y":[null],"z":{}}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"x":"\ud83d\ude00\u0000\ufffe"}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"x":1e400,"y":-0,"z":123456789012345678901234567890}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"x":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"jti":7,"nbf":0,"iat":0}""")]
    public void An_unusual_payload_is_accepted_with_its_subject(string payload)
    {
        var verdict = _verifier.Validate(_verifier.Sign(payload));

        Assert.True(verdict.IsAccepted);
        Assert.Equal("u1", verdict.Subject);
        Assert.Equal("u1", verdict.Claims!.Find("sub"));
        Assert.NotEmpty(verdict.Claims.CreateIdentity("test").Claims);
    }

    [Fact]
    public void A_token_of_empty_white_space_and_long_names_is_accepted()
    {
        var name = new string('n', 3000);
        var token = _verifier.Sign($$"""{"sub":"u1","exp":@+300,"{{name}}":"{{name[..2000]}}"}""");

        var verdict = _verifier.Validate(token);

        Assert.Equal(name[..2000], verdict.Claims!.Find(name));
    }

    [Fact]
    public void A_key_within_the_header_is_never_trusted()
    {
        var own = "an attacker's own key, long enough for it"u8;
        var jwk = $$$"""{"alg":"HS256","jwk":{"kty":"oct","k":"{{{HandmadeJwt.Encode(own)}}}"}}""";

        var forged = _verifier.Validate(HandmadeJwt.Sign(jwk, _verifier.At(HandmadeJwt.Payload), own));
        var ignored = _verifier.Validate(_verifier.Sign(header: jwk));

        JwtRefused.As(forged, "signature_mismatch", "does not verify the signature");
        Assert.True(ignored.IsAccepted);
    }

    [Fact]
    public void One_validator_reads_headers_that_it_knows_and_headers_that_it_does_not_alike()
    {
        var known = _verifier.Sign();
        var other = _verifier.Sign(header: """{"typ":"ws-ticket+jwt","alg":"HS256"}""");

        Assert.True(_verifier.Validate(known).IsAccepted);
        JwtRefused.As(_verifier.Validate(other), "type_refused", "ws-ticket+jwt");
        Assert.True(_verifier.Validate(known).IsAccepted);
        JwtRefused.As(_verifier.Validate(other), "type_refused", "ws-ticket+jwt");
    }

    [Fact]
    public async Task One_validator_serves_many_threads()
    {
        var tokens = Enumerable
            .Range(0, 200)
            .Select(i => _verifier.Sign($$"""{"sub":"u{{i}}","exp":@+300}"""))
            .ToList();

        var verdicts = await Task.WhenAll(tokens.Select(token => Task.Run(() => _verifier.Validate(token))));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"u{i}"), verdicts.Select(verdict => verdict.Subject));
    }

    [Fact]
    public void The_vector_of_rfc_7515_appendix_A_1_is_accepted()
    {
        var token =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        var variables = new TestVariables
        {
            ["RFC_KEY"] = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
        };
        using var verifier = new JwtVerifier(
            variables,
            ("Secrets:jwt:Order", "base64:env:RFC_KEY"),
            ("Jwt:RequireSubject", "false"),
            ("Jwt:Issuer", "joe")
        );
        verifier.Clock.StepWallClock(DateTimeOffset.FromUnixTimeSeconds(1300819379) - verifier.Clock.GetUtcNow());

        var verdict = verifier.Validate(token);

        Assert.True(verdict.IsAccepted);
        Assert.Equal("true", verdict.Claims!.Find("http://example.com/is_root"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1300819380), verdict.SessionEnd);
        Assert.Equal(64, verifier.Ring.Current!.Length);
    }

    public void Dispose() => _verifier.Dispose();
}

using System.Security.Claims;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;
using WsAuth.Handshake;
using WsAuth.Reasons;
using WsAuth.State;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Benchmarks.Jwt;

/// <summary>One HS256 token of ten claims, from its text to a decision: ours between the floor and the peers.</summary>
public class JwtBenchmarks
{
    private TypicalToken _token = null!;
    private HandWrittenJwt _floor = null!;
    private JwtTokenValidator _validator = null!;
    private HandshakeAuthenticator _authenticator = null!;
    private HeaderRequest _request = null!;
    private HandshakeRequirements _requirements = null!;
    private IdentityModelJwt _identityModel = null!;
    private JwtDotNet _jwtDotNet = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _token = new TypicalToken();
        var runtime = _token.Runtime;
        _floor = new HandWrittenJwt(_token.Secret, _token.Header, TypicalToken.Issuer, TypicalToken.Audience);
        _validator = new JwtTokenValidator(() => runtime.Settings.Current.Jwt, runtime.Secrets, runtime.Clock);
        _authenticator = new HandshakeAuthenticator(
            [_validator],
            runtime.Settings,
            new AgentUses(runtime.Clock),
            new InMemoryRevocationStore(runtime.Clock),
            runtime.Clock,
            NullLogger<HandshakeAuthenticator>.Instance
        );
        _request = new HeaderRequest("Bearer " + _token.Text);
        _requirements = new HandshakeRequirements([TokenKind.Jwt]);
        _identityModel = new IdentityModelJwt(_token.Secret, runtime.Secrets.GetRing("jwt").Current!.EffectiveKeyId);
        _jwtDotNet = new JwtDotNet(_token.Secret);
        CheckAccepting();
        CheckRefusing();
    }

    [Benchmark(Baseline = true, Description = "L: hand-written")]
    public bool HandWritten() => _floor.IsValid(_token.Text);

    [Benchmark(Description = "WsAuth: validator")]
    public TokenVerdict Validator() => _validator.Validate(_token.Text);

    [Benchmark(Description = "WsAuth: validator, one claim read")]
    public string? ValidatorAndClaim() => _validator.Validate(_token.Text).Claims!.Find("tenant_id");

    [Benchmark(Description = "WsAuth: validator and principal")]
    public ClaimsPrincipal ValidatorAndPrincipal() =>
        new(_validator.Validate(_token.Text).Claims!.CreateIdentity("WsAuth"));

    [Benchmark(Description = "WsAuth: whole flow of the core")]
    public HandshakeDecision Flow() => _authenticator.AuthenticateAsync(_request, _requirements, default).Result;

    [Benchmark(Description = "IdentityModel 6.8")]
    public TokenValidationResult IdentityModel() => _identityModel.Validate(_token.Text);

    [Benchmark(Description = "jwt-dotnet 7.3")]
    public IDictionary<string, object>? JwtDotNet() => _jwtDotNet.Validate(_token.Text);

    [Benchmark(Description = "refuse, L: hand-written")]
    public bool RefuseHandWritten() => _floor.IsValid(_token.Forged);

    [Benchmark(Description = "refuse, WsAuth: validator")]
    public TokenVerdict RefuseValidator() => _validator.Validate(_token.Forged);

    [Benchmark(Description = "refuse, IdentityModel 6.8")]
    public TokenValidationResult RefuseIdentityModel() => _identityModel.Validate(_token.Forged);

    [Benchmark(Description = "refuse, jwt-dotnet 7.3")]
    public IDictionary<string, object>? RefuseJwtDotNet() => _jwtDotNet.Validate(_token.Forged);

    private void CheckAccepting()
    {
        Expect.That(HandWritten(), "the floor accepts the token");
        Expect.That(Validator().Subject == TypicalToken.Subject, "the validator accepts the token");
        Expect.That(ValidatorAndClaim() == "tenant-17", "the claims are readable");
        Expect.That(ValidatorAndPrincipal().Identity is { Name: "Ada Example" }, "the principal has its name");
        Expect.That(ValidatorAndPrincipal().IsInRole("member"), "the principal has its role");
        Expect.That(Flow() is { IsAccepted: true, Subject: TypicalToken.Subject }, "the flow accepts the token");
        Expect.That(IdentityModel() is { IsValid: true, ClaimsIdentity.Name: "Ada Example" }, "IdentityModel accepts");
        Expect.That(JwtDotNet()?["sub"] is TypicalToken.Subject, "jwt-dotnet accepts the token");
    }

    private void CheckRefusing()
    {
        Expect.That(!RefuseHandWritten(), "the floor refuses the forged token");
        Expect.That(RefuseValidator().Reason == ReasonCatalogue.SignatureMismatch, "the validator names the signature");
        Expect.That(
            RefuseIdentityModel() is { IsValid: false, Exception: SecurityTokenInvalidSignatureException },
            "IdentityModel names the signature"
        );
        Expect.That(RefuseJwtDotNet() is null, "jwt-dotnet refuses the forged token");
    }
}

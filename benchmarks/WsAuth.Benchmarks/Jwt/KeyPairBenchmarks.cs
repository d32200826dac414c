using System.Security.Claims;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;
using WsAuth.Reasons;
using WsAuth.Registration;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Benchmarks.Jwt;

/// <summary>One token of ten claims that an issuer signed with a key pair: ours and IdentityModel against the platform's verification alone.</summary>
public class KeyPairBenchmarks
{
    private KeyPairToken _token = null!;
    private WsAuthRuntime _runtime = null!;
    private JwtIssuerDirectory _issuers = null!;
    private JwtTokenValidator _validator = null!;
    private IdentityModelJwt _identityModel = null!;

    [Params("ES256", "RS256")]
    public string Algorithm { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _token = new KeyPairToken(Algorithm);
        _runtime = WsAuthRuntime.FromConfiguration(new ConfigurationBuilder().Build(), "Production");
        var options = new JwtOptions { AcceptSecret = false };
        options.Issuers["idp"] = new() { Issuer = TypicalToken.Issuer, Audience = TypicalToken.Audience };
        options.Issuers["idp"].SecurityKeys.Add(_token.PublicKey());
        _issuers = new JwtIssuerDirectory(
            () => options,
            () => TimeSpan.Zero,
            () => false,
            _runtime.Clock,
            null,
            NullLogger<JwtIssuerDirectory>.Instance
        );
        _issuers.Start();
        _validator = new JwtTokenValidator(() => options, _runtime.Secrets, _runtime.Clock, _issuers);
        _identityModel = new IdentityModelJwt(_token.PublicKey(), Algorithm);
        CheckAnswers();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _issuers.Dispose();
        _runtime.Dispose();
        _token.Dispose();
    }

    [Benchmark(Baseline = true, Description = "V: verification alone")]
    public bool Verification() => _token.Verify();

    [Benchmark(Description = "WsAuth: validator")]
    public TokenVerdict Validator() => _validator.Validate(_token.Text);

    [Benchmark(Description = "WsAuth: validator and principal")]
    public ClaimsPrincipal ValidatorAndPrincipal() =>
        new(_validator.Validate(_token.Text).Claims!.CreateIdentity("WsAuth"));

    [Benchmark(Description = "IdentityModel 6.8")]
    public TokenValidationResult IdentityModel() => _identityModel.Validate(_token.Text);

    [Benchmark(Description = "refuse, WsAuth: validator")]
    public TokenVerdict RefuseValidator() => _validator.Validate(_token.Forged);

    [Benchmark(Description = "refuse, IdentityModel 6.8")]
    public TokenValidationResult RefuseIdentityModel() => _identityModel.Validate(_token.Forged);

    private void CheckAnswers()
    {
        Expect.That(Verification(), "the platform verifies the signature");
        Expect.That(Validator() is { Subject: TypicalToken.Subject, IssuerKey: not null }, "the validator accepts");
        Expect.That(ValidatorAndPrincipal().IsInRole("member"), "the principal has its role");
        Expect.That(IdentityModel() is { IsValid: true, ClaimsIdentity.Name: "Ada Example" }, "IdentityModel accepts");
        Expect.That(RefuseValidator().Reason == ReasonCatalogue.SignatureMismatch, "the validator names the signature");
        Expect.That(
            RefuseIdentityModel() is { IsValid: false, Exception: SecurityTokenInvalidSignatureException },
            "IdentityModel names the signature"
        );
    }
}

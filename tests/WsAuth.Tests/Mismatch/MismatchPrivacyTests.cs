using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Mismatch;
using WsAuth.Options;
using WsAuth.Reasons;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Mismatch;

/// <summary>What is found opens nothing, is told to nobody, and holds no piece of a value.</summary>
public sealed class MismatchPrivacyTests
{
    [Fact]
    public async Task A_credential_whose_value_was_found_is_refused_as_before()
    {
        using var host = new RefusingHost();
        var other = host.Put("JWT_SECRET");
        var before = await host.RefuseAsync(host.Jwt(Encoding.UTF8.GetBytes(other)), TokenKind.Jwt);
        var explanation = before.Refusal!.Explanation;

        Assert.NotNull((await host.FindAsync(before)).SourceName);

        var after = await host.RefuseAsync(host.Jwt(Encoding.UTF8.GetBytes(other)), TokenKind.Jwt);
        after.ShouldBeRefused("signature_mismatch");
        Assert.Equal(explanation, after.Refusal!.Explanation);
        Assert.Equal(explanation, before.Refusal!.Explanation);
        Assert.Equal(before.Refusal.EffectiveFix, after.Refusal.EffectiveFix);
    }

    [Fact]
    public void A_finding_holds_text_and_numbers_and_nothing_that_verifies() =>
        Assert.All(
            typeof(MismatchFinding).GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public),
            field =>
                Assert.Contains(
                    field.FieldType,
                    (Type[])[typeof(string), typeof(int), typeof(bool), typeof(MismatchForm?)]
                )
        );

    [Fact]
    public async Task What_holds_values_and_credentials_prints_their_names_alone()
    {
        using var host = new RefusingHost();
        var secret = host.Host.JwtSecret;
        var token = host.Jwt(Encoding.UTF8.GetBytes(TestSecrets.Hex()));
        var credential = (await host.RefuseAsync(token, TokenKind.Jwt)).TakeCredential()!;
        var options = new WsAuthOptions();
        using var evidence = MismatchEvidence.Read(credential, options)!;
        using var presented = new PresentedSecretEvidence(secret, "edge", null);
        var value = host.Host.Secrets.FindVisible("jwt", null)[0];
        var trace = new MismatchTrace(value, MismatchForm.AsItIs, value.DangerousGetBytes()!);
        object[] holders = [credential, evidence, presented, value, trace];

        Assert.Equal(
            [
                $"[credential of {token.Length} characters, Authorization header]",
                "SignedEvidence for 'jwt'",
                "PresentedSecretEvidence for 'edge'",
                "env:JWT_SECRET_KEY of 'jwt'",
                "env:JWT_SECRET_KEY of 'jwt' AsItIs",
            ],
            holders.Select(holder => holder.ToString())
        );
    }

    [Fact]
    public async Task Evidence_that_was_looked_at_is_wiped()
    {
        using var host = new RefusingHost();
        var key = Encoding.UTF8.GetBytes(TestSecrets.Hex());
        var credential = (await host.RefuseAsync(host.Jwt(key), TokenKind.Jwt)).TakeCredential()!;
        var evidence = MismatchEvidence.Read(credential, new WsAuthOptions())!;
        Assert.True(evidence.IsMadeWith(key));

        evidence.Dispose();

        Assert.False(evidence.IsMadeWith(key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_can_be_switched_off_and_then_no_credential_is_kept(bool isOn)
    {
        using var host = new RefusingHost(("MismatchAnalysis", isOn.ToString()));
        foreach (
            var (kind, credential) in new[]
            {
                (TokenKind.Jwt, host.Jwt(Encoding.UTF8.GetBytes(host.Host.EdgeSecret))),
                (TokenKind.SharedSecret, host.Host.JwtSecret),
            }
        )
        {
            Assert.Equal(isOn, (await host.RefuseAsync(credential, kind)).TakeCredential() is not null);
            Assert.Equal(isOn, host.Queue.TryAnalyze(await host.RefuseAsync(credential, kind), _ => { }));
        }
    }

    [Fact]
    public async Task Only_refusals_about_a_secret_are_looked_into()
    {
        using var host = new RefusingHost();
        var valid = host.Jwt(Encoding.UTF8.GetBytes(host.Host.JwtSecret));
        var expired = HandmadeJwt.Sign(
            HandmadeJwt.Header,
            HandmadeJwt.At("""{"sub":"u1","exp":@-300}""", host.Host.Clock.GetUtcNow()),
            Encoding.UTF8.GetBytes(host.Host.JwtSecret)
        );
        HandshakeDecision[] decisions =
        [
            await host.Host.DecideAsync(PresentedRequest.Bearer(valid)),
            await host.RefuseAsync(expired, TokenKind.Jwt),
            await host.RefuseAsync(valid[..^3], TokenKind.Jwt),
            await host.RefuseAsync(valid, TokenKind.SharedSecret),
            await host.Host.DecideAsync(new PresentedRequest()),
        ];

        Assert.True(decisions[0].IsAccepted);
        Assert.All(decisions, decision => Assert.Null(decision.TakeCredential()));
        Assert.All(decisions, decision => Assert.False(host.Queue.TryAnalyze(decision, _ => { })));
    }

    [Fact]
    public async Task A_validator_of_the_applications_own_keeps_its_credentials_to_itself()
    {
        using var host = new RefusingHost(services =>
            services.AddSingleton<ITokenValidator>(new MismatchingValidator())
        );

        Assert.Null((await host.RefuseAsync("own-4711", MismatchingValidator.OwnKind)).TakeCredential());
    }

    [Fact]
    public async Task No_more_than_64_values_are_tried()
    {
        var others = Enumerable
            .Range(0, 70)
            .Select(i => (Name: $"Secrets:other-{i}:Order", Value: $"env:OTHER_{i}"))
            .ToArray();
        using var host = new RefusingHost(others);
        for (var i = 0; i < 70; i++)
        {
            host.Put($"OTHER_{i}");
        }

        host["JWT_SECRET"] = new string('x', 5000);
        var finding = await host.FindJwtAsync(TestSecrets.Hex());

        Assert.StartsWith(
            "Signed with none of the 64 values tried, of 72 visible here; env:JWT_SECRET_KEY (source 2 of 'jwt', ",
            finding.Text,
            StringComparison.Ordinal
        );
        Assert.Equal(64, finding.ValuesTried);
    }

    private sealed class MismatchingValidator : ITokenValidator
    {
        public static TokenKind OwnKind { get; } = new("own");

        public TokenKind Kind => OwnKind;

        public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => true;

        public ValueTask<TokenVerdict> ValidateAsync(
            PresentedCredential credential,
            HandshakeRequest request,
            CancellationToken cancellationToken
        ) => new(TokenVerdict.Refused(ReasonCatalogue.SignatureMismatch));
    }
}

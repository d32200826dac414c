using Microsoft.IdentityModel.Tokens;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>What an operator reads where the key of an issuer is the matter: whose, from where, how old, and what to change. No word of a shared secret.</summary>
public sealed class IssuerKeyRefusalTests : IDisposable
{
    private readonly IssuingKey _held = IssuingKey.For("ES256", "held");
    private readonly IssuingKey _other = IssuingKey.For("ES256", "other", 1);
    private readonly TestFolder _folder = new();

    [Fact]
    public void An_unknown_key_of_a_file_is_told_with_the_file_its_age_and_the_setting()
    {
        using var verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(_held));
        verifier.Issuers.Start();
        verifier.Clock.Advance(TimeSpan.FromSeconds(3));

        var verdict = verifier.Validate(TokenOf.A(_other, verifier));

        var file = "file:" + Path.Combine(_folder.Path, "keys.json");
        JwtRefused.As(
            verdict,
            "key_unknown",
            $"It names the key \"other\", which is none of the keys of issuer 'idp' (https://idp.example) held from {file}, read 3 s ago: \"held\" ES256."
        );
        Assert.Equal(
            $"Put the key that the token names into {file} (WsAuth:Jwt:Issuers:idp:KeySet), or send a token that one of the keys held has signed.",
            verdict.Fix
        );
    }

    [Fact]
    public void Of_many_keys_four_are_named_and_the_others_counted()
    {
        var keys = Enumerable.Range(1, 7).Select(n => IssuingKey.For("ES256", $"k{n}")).ToArray();
        using var verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(keys));
        verifier.Issuers.Start();

        JwtRefused.As(
            verifier.Validate(TokenOf.A(_other, verifier)),
            "key_unknown",
            "\"k1\" ES256, \"k2\" ES256, \"k3\" ES256, \"k4\" ES256 and 3 more."
        );
    }

    [Fact]
    public async Task The_age_of_a_set_by_URL_is_counted_from_the_last_reading_that_succeeded()
    {
        await using var server = await KeyServer.StartAsync();
        server.Serve(IssuingKey.Set(_held));
        using var verifier = OfUrl(server);
        Assert.True((await verifier.ValidateAsync(TokenOf.A(_held, verifier))).IsAccepted);

        verifier.Clock.Advance(TimeSpan.FromSeconds(20));
        var fresh = await verifier.ValidateAsync(TokenOf.A(_other, verifier));
        server.Answer(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        verifier.Clock.Advance(TimeSpan.FromSeconds(20));
        var failing = await verifier.ValidateAsync(TokenOf.A(_other, verifier));

        JwtRefused.As(fresh, "key_unknown", $"from {server.SetUrl}, read 20 s ago: \"held\"");
        Assert.Equal(
            $"Have the issuer publish the key that the token names at {server.SetUrl} (read again at once for an unknown key, at most every 30 s), or correct WsAuth:Jwt:Issuers:idp:KeySet, or send a token that one of the keys held has signed.",
            fresh.Fix
        );
        JwtRefused.As(
            failing,
            "key_unknown",
            $"from {server.SetUrl}, read 40 s ago (they could not be read anew: it answers with 500"
        );
        Assert.StartsWith($"Mend what keeps {server.SetUrl} from being read", failing.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authority_is_named_by_its_document()
    {
        await using var server = await KeyServer.StartAsync();
        server.Discover(TokenOf.Issuer);
        server.Serve(IssuingKey.Set(_held));
        using var verifier = new IssuerVerifier(
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ("Issuers:idp:Authority", server.Authority),
            ("KeySetWait", "00:00:30")
        );
        verifier.Issuers.Start();

        var verdict = await verifier.ValidateAsync(TokenOf.A(_other, verifier));

        var document = server.Authority + "/.well-known/openid-configuration";
        JwtRefused.As(verdict, "key_unknown", $"from {document}, read 0 s ago");
        Assert.Contains($"publish the key that the token names at {document}", verdict.Fix, StringComparison.Ordinal);
        Assert.Contains("correct WsAuth:Jwt:Issuers:idp:Authority", verdict.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_key_under_the_name_of_one_that_is_held_is_compared_by_thumbprints()
    {
        using var verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(_held));
        verifier.Issuers.Start();

        var verdict = verifier.Validate(TokenOf.A(IssuingKey.For("ES256", "held", 1), verifier));

        JwtRefused.As(verdict, "signature_mismatch", "It names the key \"held\" of issuer 'idp' (https://idp.example)");
        Assert.StartsWith(
            $"Compare {verdict.IssuerKey!.Fingerprint} with the RFC 7638 thumbprint of the key that the issuer signs with",
            verdict.Fix,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_signature_of_no_key_given_in_code_is_mended_in_code()
    {
        using var verifier = new IssuerVerifier(
            "Production",
            options =>
            {
                options.Issuers["idp"] = new() { Issuer = TokenOf.Issuer };
                options
                    .Issuers["idp"]
                    .SecurityKeys.Add(new ECDsaSecurityKey((System.Security.Cryptography.ECDsa)_held.Pair));
            }
        );
        verifier.Issuers.Start();

        var verdict = verifier.Validate(TokenOf.A(_other, verifier));

        JwtRefused.As(verdict, "signature_mismatch", "No ES256 key of issuer 'idp' (https://idp.example)");
        Assert.StartsWith(
            "Add the key that the issuer signs with to WsAuth:Jwt:Issuers:idp:SecurityKeys",
            verdict.Fix,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_any_key_the_fix_is_where_they_are_read()
    {
        await using var server = await KeyServer.StartAsync();
        using var verifier = OfUrl(server);

        var verdict = await verifier.ValidateAsync(TokenOf.A(_held, verifier));

        Assert.Equal("secret_unavailable", verdict.Reason!.Code);
        Assert.Equal(
            $"Make the keys of issuer 'idp' (https://idp.example) readable at {server.SetUrl}, or correct WsAuth:Jwt:Issuers:idp:KeySet.",
            verdict.Fix
        );
    }

    [Fact]
    public void What_is_wrong_beside_the_key_is_mended_in_the_entry_of_its_issuer()
    {
        using var verifier = IssuerVerifier.OfSet(
            _folder,
            IssuingKey.Set(_held),
            ("Issuers:idp:Audience", "chat"),
            ("AcceptSecret", "false")
        );
        verifier.Issuers.Start();
        const string OfStranger = """{"iss":"https://other.example","sub":"u1","exp":@+300}""";

        var audience = verifier.Validate(TokenOf.A(_held, verifier));
        var stranger = verifier.Validate(TokenOf.A(_held, verifier, OfStranger));
        var secret = verifier.Validate(
            HandmadeJwt.Sign(
                HandmadeJwt.Header,
                verifier.At(OfStranger),
                System.Text.Encoding.UTF8.GetBytes(verifier.Secret)
            )
        );

        JwtRefused.As(audience, "audience_refused", "Expected aud 'chat', seen none");
        Assert.EndsWith("correct WsAuth:Jwt:Issuers:idp:Audience.", audience.Fix, StringComparison.Ordinal);
        JwtRefused.As(stranger, "issuer_refused", "https://other.example");
        Assert.EndsWith("add an entry for this one to WsAuth:Jwt:Issuers.", stranger.Fix, StringComparison.Ordinal);
        JwtRefused.As(secret, "algorithm_refused", "no secret is accepted here");
        Assert.EndsWith("set WsAuth:Jwt:AcceptSecret to true.", secret.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", 1)]
    [InlineData("held", 1)]
    public void Nobody_is_told_to_compare_secrets(string keyId, int number)
    {
        using var verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(_held));
        verifier.Issuers.Start();

        var verdict = verifier.Validate(TokenOf.A(IssuingKey.For("ES256", keyId, number), verifier));

        Assert.NotNull(verdict.Fix);
        Assert.DoesNotContain("secret", verdict.Fix + verdict.Detail, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _folder.Dispose();

    private static IssuerVerifier OfUrl(KeyServer server)
    {
        var verifier = new IssuerVerifier(
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ("Issuers:idp:KeySet", server.SetUrl),
            ("KeySetWait", "00:00:30")
        );
        verifier.Issuers.Start();
        return verifier;
    }
}

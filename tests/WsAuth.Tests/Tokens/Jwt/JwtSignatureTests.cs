using System.Text;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>Signatures of the right form that do not fit.</summary>
public sealed class JwtSignatureTests : IDisposable
{
    private readonly JwtVerifier _verifier = new();

    [Fact]
    public void A_token_of_another_secret_is_refused_with_the_key_in_force()
    {
        var token = HandmadeJwt.Sign(
            HandmadeJwt.Header,
            _verifier.At(HandmadeJwt.Payload),
            Encoding.UTF8.GetBytes(TestSecrets.Hex())
        );

        var verdict = _verifier.Validate(token);

        JwtRefused.As(
            verdict,
            "signature_mismatch",
            $"in force in Production: {_verifier.Ring.Current!.Fingerprint} from env:JWT_SECRET_KEY (source 2 of 3)"
        );
        Assert.Same(_verifier.Ring.Current, verdict.Key);
    }

    [Fact]
    public void The_secret_decoded_from_hex_is_another_key()
    {
        var token = HandmadeJwt.Sign(
            HandmadeJwt.Header,
            _verifier.At(HandmadeJwt.Payload),
            Convert.FromHexString(_verifier.Secret)
        );

        JwtRefused.As(_verifier.Validate(token), "signature_mismatch", "does not verify the signature");
    }

    [Fact]
    public void A_bit_flipped_anywhere_in_the_signature_is_refused()
    {
        var parts = _verifier.Sign().Split('.');
        var signature = Convert.FromBase64String(parts[2].Replace('-', '+').Replace('_', '/') + "=");

        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var flipped = (byte[])signature.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var token = $"{parts[0]}.{parts[1]}.{HandmadeJwt.Encode(flipped)}";

            JwtRefused.As(_verifier.Validate(token), "signature_mismatch", "does not verify the signature");
        }
    }

    [Fact]
    public void The_signature_of_another_token_is_refused()
    {
        var mine = _verifier.Sign("""{"sub":"u1","exp":@+300}""").Split('.');
        var other = _verifier.Sign("""{"sub":"admin","exp":@+300}""").Split('.');

        JwtRefused.As(
            _verifier.Validate($"{mine[0]}.{other[1]}.{mine[2]}"),
            "signature_mismatch",
            "does not verify the signature"
        );
        JwtRefused.As(
            _verifier.Validate($"{mine[0]}.{mine[1]}.{other[2]}"),
            "signature_mismatch",
            "does not verify the signature"
        );
        Assert.True(_verifier.Validate(string.Join('.', mine)).IsAccepted);
    }

    [Fact]
    public void Another_header_over_the_same_payload_is_refused()
    {
        var parts = _verifier.Sign().Split('.');
        var header = HandmadeJwt.Encode("""{"typ":"JWT","alg":"HS256"}""");

        JwtRefused.As(
            _verifier.Validate($"{header}.{parts[1]}.{parts[2]}"),
            "signature_mismatch",
            "does not verify the signature"
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void A_signature_of_one_byte_repeated_is_refused(byte value)
    {
        var parts = _verifier.Sign().Split('.');
        var signature = HandmadeJwt.Encode(Enumerable.Repeat(value, 32).ToArray());

        JwtRefused.As(
            _verifier.Validate($"{parts[0]}.{parts[1]}.{signature}"),
            "signature_mismatch",
            "does not verify the signature"
        );
    }

    [Fact]
    public void A_long_token_is_verified_to_its_last_character()
    {
        var token = _verifier.Sign($$"""{"sub":"u1","exp":@+300,"x":"{{new string('x', 5000)}}"}""");
        var parts = token.Split('.');
        var altered = $"{parts[0]}.{parts[1][..^8]}{(parts[1][^8] == 'e' ? 'f' : 'e')}{parts[1][^7..]}.{parts[2]}";

        Assert.True(_verifier.Validate(token).IsAccepted);
        JwtRefused.As(_verifier.Validate(altered), "signature_mismatch", "does not verify the signature");
    }

    public void Dispose() => _verifier.Dispose();
}

using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

public sealed class SecretStrengthTests
{
    [Theory]
    [InlineData("HS256", 31, false)]
    [InlineData("HS256", 32, true)]
    [InlineData("HS384", 47, false)]
    [InlineData("HS384", 48, true)]
    [InlineData("HS512", 63, false)]
    [InlineData("HS512", 64, true)]
    public void A_key_is_at_least_as_long_as_its_algorithms_hash(string algorithm, int length, bool isEnough)
    {
        using var resolver = new TestResolver("env:SECRET");
        resolver["Jwt:Algorithm"] = algorithm;
        resolver.Variables["SECRET"] = TestSecrets.Hex(40)[..length];

        if (isEnough)
        {
            resolver.Start();
            Assert.Equal(length, resolver.Ring.Current!.Length);
        }
        else
        {
            Assert.Contains(
                $"it has {length} bytes, but {algorithm} needs at least {length + 1} (RFC 7518 §3.2)",
                resolver.StartFault(),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Length_is_counted_in_bytes_after_decoding()
    {
        using var resolver = new TestResolver("hex:env:SECRET");
        resolver.Variables["SECRET"] = TestSecrets.Hex(31);

        Assert.Contains("it has 31 bytes", resolver.StartFault(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_algorithm_raises_the_bar_for_its_own_secret_alone()
    {
        using var resolver = new TestResolver("env:JWT");
        resolver["Jwt:Algorithm"] = "HS512";
        resolver["Secrets:edge:Order"] = "env:EDGE";
        resolver.Variables["JWT"] = TestSecrets.Hex(32);
        resolver.Variables["EDGE"] = TestSecrets.Hex(16);

        resolver.Start("jwt", "edge");

        Assert.Equal(32, resolver.Secrets.GetRing("edge").Current!.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void A_long_value_of_few_different_bytes_is_refused(int more)
    {
        using var resolver = new TestResolver("env:SECRET");
        var alphabet = "qwzvkjgy"[..Math.Max(more, 1)];
        resolver.Variables["SECRET"] = string.Concat(Enumerable.Repeat(alphabet, 64));

        Assert.Contains(
            $"it repeats {alphabet.Length} different bytes and can be guessed",
            resolver.StartFault(),
            StringComparison.Ordinal
        );
        Assert.Equal(SecretFingerprint.Weak, resolver.Row(1).Fingerprint);
    }

    [Fact]
    public void Eight_different_bytes_are_let_pass()
    {
        using var resolver = new TestResolver("env:SECRET");
        resolver.Variables["SECRET"] = LeakWatch.Protect("qwzvkjgyqwzvkjgyqwzvkjgyqwzvkjgy");

        Assert.NotNull(resolver.Ring.Current);
    }

    [Theory]
    [InlineData("changeme")]
    [InlineData("CHANGE-ME-please-CHANGE-ME-please-0123456789")]
    [InlineData("<generated_hex>")]
    [InlineData("<put the output of openssl rand -hex 32 here>")]
    [InlineData("${JWT_SECRET_FROM_THE_VAULT_OF_THE_CLUSTER}")]
    [InlineData("$(JWT_SECRET_FROM_THE_VAULT_OF_THE_CLUSTER)")]
    [InlineData("{{ .Values.auth.jwt.secret.of.this.cluster }}")]
    [InlineData("%JWT_SECRET_FROM_THE_VAULT_OF_THE_CLUSTER%")]
    [InlineData("#{JWT_SECRET_FROM_THE_VAULT_OF_THE_CLUSTER}#")]
    [InlineData("__JWT_SECRET_FROM_THE_VAULT_OF_THE_CLUSTER__")]
    [InlineData("[jwt secret goes between these two brackets]")]
    [InlineData("your-256-bit-secret-your-256-bit-secret-ab")]
    [InlineData("\"your_super_secret_key_of_at_least_32_bytes\"")]
    [InlineData("replace_with_a_long_random_string_of_letters")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("secret")]
    [InlineData("password")]
    [InlineData("TODO")]
    public void A_placeholder_is_refused_whatever_its_length(string placeholder)
    {
        using var resolver = new TestResolver("env:SECRET > env:NEXT");
        resolver.Variables["SECRET"] = placeholder;
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        var fault = resolver.StartFault();

        Assert.Contains("env:SECRET (source 1 of 2) is refused: it is a placeholder", fault, StringComparison.Ordinal);
        Assert.Contains("openssl rand -hex 32", fault, StringComparison.Ordinal);
        Assert.Equal(SecretFingerprint.Weak, resolver.Row(1).Fingerprint);
    }

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n", "PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEA\n-----END CERTIFICATE-----\n", "PEM")]
    [InlineData("""{ "kty": "RSA", "n": "qwertzuiopasdfghjkl", "e": "AQAB" }""", "JSON Web Key")]
    [InlineData("""{"keys":[{"kty":"oct","k":"qwertzuiopasdfghjkl"}]}""", "JSON Web Key")]
    public void A_key_of_another_kind_is_refused_where_an_hmac_secret_belongs(string value, string kind)
    {
        using var resolver = new TestResolver();
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", value);

        var fault = resolver.StartFault();

        Assert.Contains(kind, fault, StringComparison.Ordinal);
        Assert.Contains("an HMAC secret belongs here", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_values_are_never_taken_for_placeholders()
    {
        for (var i = 0; i < 500; i++)
        {
            var bytes = System.Security.Cryptography.RandomNumberGenerator.GetBytes(48);
            var text = LeakWatch.Protect(Convert.ToBase64String(bytes));

            Assert.Null(SecretStrength.FindFault(System.Text.Encoding.UTF8.GetBytes(text), 64, "HS512"));
        }
    }
}

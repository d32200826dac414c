using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using WsAuth.Comparison;
using WsAuth.Credentials;
using WsAuth.Mismatch;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tests.Tokens.Jwt;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;
using Xunit;

namespace WsAuth.Tests.Tokens;

/// <summary>Whatever holds a secret or a token shows its name and nothing of it: as text, as JSON, in a debugger.</summary>
public sealed class NothingPrintsItselfTests
{
    private static readonly Type[] Holders =
    [
        typeof(SecretKey),
        typeof(PresentedCredential),
        typeof(SecretDigest),
        typeof(HmacKey),
        typeof(JwtClaims),
        typeof(VisibleValue),
        typeof(SignedEvidence),
        typeof(MismatchTrace),
    ];

    public static TheoryData<string> HolderNames => [.. Holders.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(HolderNames))]
    public void A_debugger_shows_no_field_that_holds_text_or_bytes(string name)
    {
        var type = Holders.Single(holder => holder.Name == name);
        var holding = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(field => Holds(field.FieldType) && !IsPublicProperty(type, field))
            .ToList();

        Assert.NotNull(type.GetCustomAttribute<DebuggerDisplayAttribute>());
        Assert.NotEmpty(holding);
        Assert.All(
            holding,
            field =>
                Assert.Equal(
                    DebuggerBrowsableState.Never,
                    field.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State
                )
        );
    }

    [Fact]
    public void Text_and_json_of_a_holder_hold_no_piece_of_it()
    {
        var secret = TestSecrets.Hex();
        var bytes = Encoding.UTF8.GetBytes(secret);
        using var verifier = new JwtVerifier();
        var token = verifier.Sign($$"""{"sub":"u1","exp":@+300,"x":"{{secret}}"}""");
        var verdict = verifier.Validate(token);
        object[] holders =
        [
            verifier.Ring,
            verifier.Ring.Current!,
            new PresentedCredential(secret.AsMemory(), CredentialLocations.AuthorizationHeader),
            new SecretDigest(secret.AsSpan()),
            new HmacKey(bytes, System.Security.Cryptography.HashAlgorithmName.SHA256),
            verdict,
            verdict.Claims!,
        ];

        foreach (var holder in holders)
        {
            LeakWatch.Observe(holder.ToString());
            Assert.False(LeakWatch.Holds(holder.ToString()!));
        }

        foreach (var holder in holders.Take(3))
        {
            var json = JsonSerializer.Serialize(holder, holder.GetType());

            LeakWatch.Observe(json);
            Assert.False(LeakWatch.Holds(json));
        }
    }

    [Fact]
    public void No_public_type_converts_itself_to_text_or_bytes()
    {
        var conversions = typeof(SecretKey)
            .Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.Name is "op_Implicit" or "op_Explicit");

        Assert.Empty(conversions);
    }

    [Fact]
    public void Names_tell_that_getting_at_a_secret_is_dangerous()
    {
        var plain = Holders
            .Where(type => type.IsPublic)
            .SelectMany(type =>
                type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            )
            .OfType<MethodInfo>()
            .Where(method => IsBytesOrText(method.ReturnType) && !method.IsSpecialName && method.Name != "ToString")
            .Select(method => method.Name);

        Assert.All(plain, name => Assert.StartsWith("Dangerous", name, StringComparison.Ordinal));
    }

    private static bool Holds(Type type) =>
        type == typeof(string) || type == typeof(byte[]) || type == typeof(ReadOnlyMemory<char>);

    private static bool IsBytesOrText(Type type) =>
        Holds(type) || type == typeof(ReadOnlySpan<byte>) || type == typeof(ReadOnlySpan<char>);

    // The field behind a public property (a fingerprint, a source's name) is as public as the property.
    private static bool IsPublicProperty(Type type, FieldInfo field) =>
        type.GetProperties().Any(property => field.Name == $"<{property.Name}>k__BackingField");
}

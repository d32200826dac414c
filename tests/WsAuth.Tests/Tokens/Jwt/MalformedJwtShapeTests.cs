using System.Text;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>Damage to the three segments of a token that was right before.</summary>
public sealed class MalformedJwtShapeTests : IDisposable
{
    private const string Foreign = "holds a character outside base64url";
    private const string Spare = "ends in spare bits that are not zero";
    private const string Cut = "has an impossible length";

    private static readonly Dictionary<string, (Func<string[], string> Damage, string Detail)> Cases = new()
    {
        ["no part"] = (_ => "", "It has 1 parts"),
        ["one part"] = (parts => parts[0], "It has 1 parts"),
        ["two parts"] = (parts => $"{parts[0]}.{parts[1]}", "It has 2 parts"),
        ["four parts"] = (parts => $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[2]}", "It has 4 parts"),
        ["five parts"] = (parts => $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[0]}.{parts[1]}", "(JWE)"),
        ["six parts"] = (parts => $"{parts[0]}.{parts[1]}.{parts[2]}...", "It has 6 parts"),
        ["nothing but dots"] = (_ => "..", "Its header is empty"),
        ["a dot more at the end"] = (parts => Join(parts) + ".", "It has 4 parts"),
        ["a dot more at the beginning"] = (parts => "." + Join(parts), "It has 4 parts"),
        ["an empty header"] = (parts => $".{parts[1]}.{parts[2]}", "Its header is empty"),
        ["an empty payload"] = (parts => $"{parts[0]}..{parts[2]}", "Its payload is empty"),
        ["an empty signature"] = (parts => $"{parts[0]}.{parts[1]}.", "Its signature"),
        ["padding after the header"] = (parts => $"{parts[0]}=.{parts[1]}.{parts[2]}", "Its header is padded"),
        ["padding after the payload"] = (parts => $"{parts[0]}.{parts[1]}==.{parts[2]}", "Its payload is padded"),
        ["padding after the signature"] = (parts => Join(parts) + "=", "Its signature is padded"),
        ["plus in the signature"] = (parts => Replace(parts, 2, 5, '+'), "plain base64"),
        ["slash in the signature"] = (parts => Replace(parts, 2, 5, '/'), "plain base64"),
        ["plus in the payload"] = (parts => Replace(parts, 1, 5, '+'), "Its payload uses the alphabet of plain base64"),
        ["slash in the header"] = (parts => Replace(parts, 0, 5, '/'), "Its header uses the alphabet of plain base64"),
        ["space before"] = (parts => " " + Join(parts), Foreign),
        ["space after"] = (parts => Join(parts) + " ", Foreign),
        ["line ending after"] = (parts => Join(parts) + "\n", Foreign),
        ["space within the payload"] = (parts => Replace(parts, 1, 5, ' '), Foreign),
        ["space after a dot"] = (parts => $"{parts[0]}. {parts[1]}.{parts[2]}", Foreign),
        ["tab within the header"] = (parts => Replace(parts, 0, 5, '\t'), Foreign),
        ["NUL within the signature"] = (parts => Replace(parts, 2, 5, '\0'), Foreign),
        ["percent within the signature"] = (parts => Replace(parts, 2, 5, '%'), Foreign),
        ["letter beyond ASCII"] = (parts => Replace(parts, 1, 5, 'é'), Foreign),
        ["letter that folds to ASCII"] = (parts => Replace(parts, 1, 5, '\u212a'), Foreign),
        ["full-width letter"] = (parts => Replace(parts, 2, 5, 'Ａ'), Foreign),
        ["half a surrogate pair"] = (parts => Replace(parts, 2, 5, '\ud800'), Foreign),
        ["header of an impossible length"] = (parts => $"{parts[0]}AAA.{parts[1]}.{parts[2]}", Cut),
        ["signature one character short"] = (parts => Join(parts)[..^1], "Its signature"),
        ["signature two characters short"] = (parts => Join(parts)[..^2], Cut),
        ["signature four characters short"] = (parts => Join(parts)[..^4], "Its signature"),
        ["signature of one character"] = (parts => $"{parts[0]}.{parts[1]}.A", Cut),
        ["signature half as long"] = (parts => $"{parts[0]}.{parts[1]}.{new string('A', 22)}", "cut off or extended"),
        ["signature a block longer"] = (parts => $"{parts[0]}.{parts[1]}.AAAA{parts[2]}", "cut off or extended"),
        ["signature twice as long"] = (parts => $"{parts[0]}.{parts[1]}.{new string('A', 86)}", "cut off or extended"),
        ["spare bits of the signature"] = (parts => $"{parts[0]}.{parts[1]}.{new string('A', 42)}B", Spare),
        ["spare bits of a header with two left"] = (parts => $"{parts[0][..^2]}ab.{parts[1]}.{parts[2]}", Spare),
    };

    private readonly JwtVerifier _verifier = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_token_is_refused_as_malformed(string name)
    {
        // A header of 28 bytes leaves two characters in its last group, so that there are spare bits to set.
        var parts = _verifier.Sign(header: """{"alg":"HS256","typ":"jwt" }""").Split('.');
        var (damage, detail) = Cases[name];

        JwtRefused.BeforeTheSignature(_verifier.Validate(damage(parts)), detail);
    }

    [Fact]
    public void The_token_was_right_before_the_damage() =>
        Assert.True(_verifier.Validate(_verifier.Sign(header: """{"alg":"HS256","typ":"jwt" }""")).IsAccepted);

    [Fact]
    public void Every_other_way_to_write_the_last_character_of_a_segment_is_refused()
    {
        // 43 characters hold 258 bits for 256: three other characters would decode to the same signature.
        var token = _verifier.Sign();
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var last = Alphabet.IndexOf(token[^1], StringComparison.Ordinal);

        for (var spare = 1; spare < 4; spare++)
        {
            JwtRefused.BeforeTheSignature(_verifier.Validate(token[..^1] + Alphabet[last | spare]), Spare);
        }
    }

    [Fact]
    public void A_token_of_8192_characters_is_read_and_one_of_8193_is_not()
    {
        var longest = OfLength(8192);
        var tooLong = OfLength(8193);

        Assert.True(_verifier.Validate(longest).IsAccepted);
        JwtRefused.As(_verifier.Validate(tooLong), "credential_too_large", "It has 8193 characters");
    }

    // White space between members is free, so any length but one (no base64url text has 4n+1 characters) can be made.
    private string OfLength(int length)
    {
        for (var headerSpaces = 0; headerSpaces < 4; headerSpaces++)
        {
            var header = $$"""{"alg":"HS256"{{new string(' ', headerSpaces)}}}""";
            for (var spaces = length * 3 / 4 - 200; spaces < length; spaces++)
            {
                var payload = Encoding.UTF8.GetBytes(
                    _verifier.At($$"""{"sub":"u1",{{new string(' ', spaces)}}"exp":@+300}""")
                );
                if (HandmadeJwt.Encode(header).Length + HandmadeJwt.Encode(payload).Length + 45 == length)
                {
                    return HandmadeJwt.Sign(Encoding.UTF8.GetBytes(header), payload, _verifier.Key);
                }
            }
        }

        throw new InvalidOperationException("No such length.");
    }

    private static string Join(string[] parts) => string.Join('.', parts);

    private static string Replace(string[] parts, int part, int position, char by)
    {
        var damaged = (string[])parts.Clone();
        damaged[part] = parts[part][..position] + by + parts[part][(position + 1)..];
        return Join(damaged);
    }

    public void Dispose() => _verifier.Dispose();
}

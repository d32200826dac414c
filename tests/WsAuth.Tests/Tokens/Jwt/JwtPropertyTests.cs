using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WsAuth.Testing;
using WsAuth.Tokens.Jwt;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>What holds for every input, tried with many.</summary>
public sealed class JwtPropertyTests : IDisposable
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly JwtVerifier _verifier = new();

    [Fact]
    public void Any_text_is_refused_and_never_throws() =>
        Check(ArbMap.Default.ArbFor<string>(), text => IsRefused(text ?? ""));

    [Fact]
    public void Any_three_segments_are_refused_and_never_throw() =>
        Check(
            Gen.Elements((Alphabet + "=+/. é\0").ToCharArray()).ArrayOf().Select(chars => new string(chars)).Three(),
            parts => IsRefused($"{parts.Item1}.{parts.Item2}.{parts.Item3}")
        );

    [Fact]
    public void Any_bytes_as_header_are_refused_and_never_throw_though_signed() =>
        Check(
            ArbMap.Default.ArbFor<byte[]>(),
            bytes => IsRefused(HandmadeJwt.Sign(bytes ?? [], Encoding.UTF8.GetBytes("{}"), _verifier.Key))
        );

    [Fact]
    public void Any_bytes_as_payload_are_refused_and_never_throw_though_signed() =>
        Check(
            ArbMap.Default.ArbFor<byte[]>(),
            bytes => IsRefused(HandmadeJwt.Sign(Encoding.UTF8.GetBytes(HandmadeJwt.Header), bytes ?? [], _verifier.Key))
        );

    [Fact]
    public void Any_damage_to_signed_json_never_throws_and_what_is_accepted_has_its_principal() =>
        Check(
            Gen.Elements("{}[]\",:\\u0dsexpaubi1-.e \n\uFFFD".ToCharArray())
                .Zip(Gen.Choose(0, 80))
                .ListOf()
                .Select(list => list.Take(4).ToList()),
            damages =>
            {
                var payload = new StringBuilder(
                    _verifier.At("""{"sub":"u1","exp":@+300,"iss":"\ud83d\ude00","aud":["a"],"x":{"y":[1]}}""")
                );
                foreach (var (by, at) in damages)
                {
                    payload[at % payload.Length] = by;
                }

                var verdict = _verifier.Validate(
                    HandmadeJwt.Sign(HandmadeJwt.Header, payload.ToString(), _verifier.Key)
                );
                return !verdict.IsAccepted || verdict.Claims!.CreateIdentity("test").IsAuthenticated;
            }
        );

    [Fact]
    public void Any_other_character_anywhere_in_a_token_is_refused()
    {
        var token = _verifier.Sign(header: """{"alg":"HS256","typ":"JWT","kid":"k"}""");

        for (var at = 0; at < token.Length; at++)
        {
            foreach (var by in Alphabet + ".=+/ ")
            {
                if (token[at] != by)
                {
                    Assert.False(_verifier.Validate(token[..at] + by + token[(at + 1)..]).IsAccepted);
                }
            }

            Assert.False(_verifier.Validate(token.Remove(at, 1)).IsAccepted);
            Assert.False(_verifier.Validate(token.Insert(at, "A")).IsAccepted);
        }

        Assert.True(_verifier.Validate(token).IsAccepted);
    }

    [Fact]
    public void Whatever_the_writer_writes_is_read_back()
    {
        var texts = ArbMap.Default.ArbFor<string>().Generator.Where(text => text is not null && IsWellFormed(text));
        Check(
            texts.Zip(texts),
            pair =>
            {
                var (subject, value) = pair;
                var token = LeakWatch.ProtectToken(
                    JwtWriter.Write(
                        _verifier.Ring.Current!,
                        "HS256",
                        "JWT",
                        writer =>
                        {
                            writer.WriteString("sub", "s" + subject);
                            writer.WriteNumber("exp", _verifier.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds());
                            writer.WriteString("c" + value, value);
                        }
                    )
                );
                var verdict = _verifier.Validate(token);
                return verdict.Subject == "s" + subject
                    && verdict.Claims!.Find("c" + value) == value
                    && verdict.Claims.CreateIdentity("test").FindFirst("c" + value)!.Value == value
                    && ReferenceEquals(verdict.Key, _verifier.Ring.Current);
            }
        );
    }

    [Fact]
    public void The_validator_agrees_with_a_json_parser_on_what_a_payload_says()
    {
        var names = Gen.Elements("a", "b", "\\u0061", "é", "cpckxa", "cndtrw", "");
        Check(
            names.ListOf(),
            list =>
            {
                var members = string.Concat(list.Select((name, i) => $",\"{name}\":{i}"));
                var json = _verifier.At("{\"sub\":\"u1\",\"exp\":@+300" + members + "}");
                var isUnique = list.Select(name => name.Replace("\\u0061", "a", StringComparison.Ordinal))
                    .GroupBy(name => name)
                    .All(group => group.Count() == 1);
                using var parsed = JsonDocument.Parse(json);
                return _verifier.Validate(HandmadeJwt.Sign(HandmadeJwt.Header, json, _verifier.Key)).IsAccepted
                    == isUnique;
            }
        );
    }

    public void Dispose() => _verifier.Dispose();

    private bool IsRefused(string token) => _verifier.Validate(token) is { IsAccepted: false, Reason: not null };

    private static bool IsWellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static void Check<T>(Gen<T> inputs, Func<T, bool> property) => Check(Arb.From(inputs), property);

    private static void Check<T>(Arbitrary<T> inputs, Func<T, bool> property) =>
        Prop.ForAll(inputs, property).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true));
}

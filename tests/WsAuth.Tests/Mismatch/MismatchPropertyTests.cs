using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WsAuth.Mismatch;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Mismatch;

/// <summary>Random secrets in random places: what a token was signed with is accepted where it is in force, and found where it is not.</summary>
public sealed class MismatchPropertyTests
{
    private static readonly string[] Places =
    [
        "JWT_SECRET_PRODUCTION",
        "JWT_SECRET_KEY",
        "JWT_SECRET_OLD",
        "JWT_SECRET_OLDER",
        "EDGE_SECRET",
        "METRICS_SECRET",
        "JWT_SECRET",
        "JWT_SECRET_STAGING",
        "EDGE_TOKEN",
    ];

    // Which places are set, where the signer's value stands, what the signer made of it.
    private static readonly Gen<(int Set, int Used, int Form)> Cases =
        from set in Gen.Choose(0, (1 << 9) - 1)
        from used in Gen.Choose(0, 8)
        from form in Gen.Choose(0, ValueForms.Most)
        select (set, used, form);

    [Fact]
    public void The_validator_accepts_or_the_analyst_finds_exactly_the_value_that_signed() =>
        Prop.ForAll(Cases.ToArbitrary(), one => HoldsAsync(one.Set, one.Used, one.Form).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static async Task<bool> HoldsAsync(int set, int used, int form)
    {
        using var host = new RefusingHost(
            ("Secrets:jwt:Previous", "env:JWT_SECRET_OLD > env:JWT_SECRET_OLDER until 2026-11-01"),
            ("Secrets:metrics:Order", "env:METRICS_SECRET")
        );
        var secrets = Places.Select(_ => TestSecrets.Hex()).ToArray();
        for (var i = 0; i < Places.Length; i++)
        {
            // The secret that is asked has a value in any case.
            host[Places[i]] = (set & (1 << i)) != 0 || i == 1 ? secrets[i] : null;
        }

        var isVisible = (set & (1 << used)) != 0 || used == 1;
        var text = Encoding.UTF8.GetBytes(secrets[used]);
        var forms = ValueForms
            .Of(new VisibleValue("any", VisiblePlace.OtherName, "any", SecretEncoding.Text, text))
            .Prepend((Form: MismatchForm.AsItIs, Bytes: text))
            .ToList();
        var (expected, key) = forms[form % forms.Count];
        var token = host.Jwt(key);
        var decision = await host.Host.DecideAsync(PresentedRequest.Bearer(token), TokenKind.Jwt);

        var isInForce = used == 2 || used == ((set & 1) != 0 ? 0 : 1);
        if (expected == MismatchForm.AsItIs && isVisible && isInForce)
        {
            return decision.IsAccepted;
        }

        var finding = decision.IsAccepted ? null : await host.FindAsync(decision);
        return isVisible
            ? finding?.SourceName == "env:" + Places[used]
                && finding.Form == expected
                && finding.Fingerprint == RefusingHost.Fingerprint(key)
            : finding is { SourceName: null, IsSkipped: false };
    }
}

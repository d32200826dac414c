using System.Text.Json;
using WsAuth.Reasons;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>What is checked of a JWT behind its signature. Where the server does not get that far, each is asked by the same code.</summary>
internal sealed class JwtContentChecks(JwtReading reading, ServiceJudge judge, ShownValues shown)
{
    // Far enough for every skew, and no overflow.
    private static readonly long NoEnd = TimeSpan.TicksPerDay * 3_000_000;

    public void AddTo(CheckList list)
    {
        list.Add(
                CheckNames.Payload,
                "one JSON object",
                reading.Rules is null ? null : (reading.PayloadFault is null, reading.PayloadFault ?? "one JSON object")
            )
            .Add(CheckNames.Type, TypeText, reading.Header is null ? null : (reading.Header.HasAcceptedType, TypeText));
        AddTimes(list);
        AddNames(list);
    }

    private string TypeText => reading.Header?.Type is { } type ? ClientText.Quote(type) : "no typ";

    private TimeSpan Skew => reading.Rules!.Options.ClockSkew;

    private void AddTimes(CheckList list)
    {
        var payload = reading.Payload;
        if (!reading.HasPayload)
        {
            list.Add(CheckNames.Expiry, "").Add(CheckNames.NotBefore, "").Add(CheckNames.IssuedAt, "");
            return;
        }

        list.Add(
                CheckNames.Expiry,
                Text("exp", payload.Expiry),
                (payload.Expiry is { } end && Fits(end, null, null), Text("exp", payload.Expiry))
            )
            .Add(
                CheckNames.NotBefore,
                Text("nbf", payload.NotBefore),
                (Fits(NoEnd, payload.NotBefore, null), Text("nbf", payload.NotBefore))
            )
            .Add(
                CheckNames.IssuedAt,
                Text("iat", payload.IssuedAt),
                (Fits(NoEnd, null, payload.IssuedAt), Text("iat", payload.IssuedAt))
            );
    }

    private void AddNames(CheckList list)
    {
        if (!reading.HasPayload)
        {
            list.Add(CheckNames.Issuer, "").Add(CheckNames.Audience, "").Add(CheckNames.Subject, "");
            return;
        }

        var (rules, payload) = (reading.Rules!, reading.Payload);
        var issuer = rules.Issuer is null
            ? $"not checked: {rules.Section}:Issuer is not set"
            : $"expected \"{rules.ExpectedIssuer}\", seen {Seen("iss")}";
        var audience = rules.ChecksAudience
            ? $"expected \"{string.Join("\" or \"", JwtRules.Audiences(rules.Options))}\", seen {Seen("aud")}"
            : $"not checked: {rules.Section}:Audience is not set";
        var hasSubject = !string.IsNullOrEmpty(payload.Subject);
        var subject = hasSubject ? shown.Show(payload.Subject) : "no sub";
        list.Add(CheckNames.Issuer, issuer, (rules.Issuer is null || payload.IsFromIssuer, issuer))
            .Add(CheckNames.Audience, audience, (!rules.ChecksAudience || payload.IsForAudience, audience))
            .Add(CheckNames.Subject, subject, (hasSubject || !rules.Options.RequireSubject, subject));
    }

    private bool Fits(long expiry, long? notBefore, long? issuedAt) =>
        JwtTimes.Check(expiry, notBefore, issuedAt, judge.Now, Skew, default) is null;

    private string Text(string name, long? ticks)
    {
        if (ticks is not { } value)
        {
            return $"no {name}";
        }

        var skew = RelativeTime.Describe(Skew);
        return $"{name} {RelativeTime.Both(DateTimeOffset.UnixEpoch.AddTicks(value), judge.Now)}; {skew} of clock skew allowed";
    }

    private string Seen(string name)
    {
        using var document = JsonDocument.Parse(reading.Json!);
        return document.RootElement.TryGetProperty(name, out var value) ? shown.Show(name, value) : "none";
    }
}

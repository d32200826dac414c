using WsAuth.Client.Diagnosis;
using WsAuth.Reasons;
using WsAuth.Tool.Doctor.Probes;
using static WsAuth.Client.Diagnosis.StepOutcome;

namespace WsAuth.Tool.Doctor.Reporting;

/// <summary>The examination as lines: always the same ones in the same order.</summary>
internal sealed class DoctorSteps
{
    private const string NotReached = "not reached";

    private readonly Examination _seen;
    private readonly Attempt? _primary;

    private DoctorSteps(Examination seen) => (_seen, _primary) = (seen, seen.Primary);

    public static IReadOnlyList<DoctorStep> Of(Examination seen) => [.. new DoctorSteps(seen).All()];

    private IEnumerable<DoctorStep> All()
    {
        yield return Credential();
        yield return Taken("name_resolution", "name resolution", DiagnosisSteps.Name);
        yield return Taken("tcp", "TCP", DiagnosisSteps.Tcp);
        yield return Tls();
        yield return Taken("handshake", "handshake (HTTP/1.1)", DiagnosisSteps.Answer);
        yield return Upgrade();
        yield return Taken("clock", "clock", DiagnosisSteps.Clock);
        foreach (var step in LocationSteps.Of(_seen))
        {
            yield return step;
        }

        yield return Origin();
        yield return Taken("sub_protocol", "sub-protocol", DiagnosisSteps.SubProtocol);
        yield return Http2();
        yield return Taken("first_ping", "first ping", DiagnosisSteps.Ping);
        foreach (var step in AccountSteps.Of(_seen))
        {
            yield return step;
        }
    }

    private DoctorStep Credential()
    {
        var supply = _seen.Supply;
        if (_seen.NoTicket is { } refused)
        {
            return new(
                "credential",
                "credential",
                Failed,
                refused.Refusal is { } refusal ? $"no ticket was issued: the endpoint answered {(int)refusal.Status}"
                    : refused.Answer is { } answer
                        ? $"no ticket was issued: what answered {answer.Status} is no ticket endpoint"
                    : "no ticket was issued: no answer came"
            );
        }

        if (supply.Kind is null)
        {
            return new(
                "credential",
                "credential",
                supply.Fault is null ? Skipped : Warned,
                supply.Fault ?? supply.Origin
            );
        }

        var made = _primary!.Facts.Credential?.Made is { } key ? $", {key}" : "";
        return _primary.Facts.Credential?.Damage is { } damage
            ? new("credential", "credential", Failed, $"{supply.Origin}; it is damaged: {damage}")
            : new(
                "credential",
                "credential",
                supply.Findings.Count > 0 ? Warned : Passed,
                string.Join("; ", [supply.Origin + made, .. supply.Findings])
            );
    }

    private DoctorStep Taken(string name, string title, string step)
    {
        if (_primary is null)
        {
            return new(name, title, Skipped, NotReached);
        }

        var taken = _primary.Step(step);
        return new(name, title, taken.Outcome, taken.Seen.Length > 0 ? taken.Seen : NotReached, taken.Elapsed);
    }

    private DoctorStep Tls()
    {
        var step = Taken("tls", "TLS", DiagnosisSteps.Tls);
        if (_primary?.Diagnosis.Status is not null && _seen.Request.Url is { Scheme: "ws", IsLoopback: false })
        {
            return step with
            {
                Outcome = Warned,
                Seen = "not asked for by the URL: what is sent, the credential too, can be read on the way",
            };
        }

        return _seen.Request.AcceptsAnyCertificate && step.Outcome == Warned
            ? step with
            {
                Seen = step.Seen + "; ACCEPTED ALL THE SAME, because of --insecure",
            }
            : step;
    }

    // Whoever names another fault of the handshake saw that it was one.
    private DoctorStep Upgrade()
    {
        const string name = "upgrade";
        const string title = "upgrade against GET";
        var plain = _primary?.Step(DiagnosisSteps.PlainGet);
        var reason = _primary?.Diagnosis.Reason;
        return _primary?.Diagnosis.Status is not { } status ? new(name, title, Skipped, NotReached)
            : status == 101 ? Taken(name, title, DiagnosisSteps.Upgrade)
            : reason == ReasonCatalogue.UpgradeMissing.Code
                ? new(name, title, Failed, "the server saw no complete handshake: a hop drops a part of it")
            : reason is not (null or "refused_elsewhere")
                ? new(name, title, Passed, "the upgrade arrives: the server saw a whole handshake")
            : plain is not { Outcome: Passed } ? new(name, title, Skipped, "not compared")
            : _primary.Facts.IsPlainAnsweredAlike
                ? new(
                    name,
                    title,
                    Warned,
                    $"a plain GET is answered the same ({status}), as if the upgrade had not arrived, or did not matter",
                    plain.Elapsed
                )
            : new(
                name,
                title,
                Passed,
                $"a plain GET is answered {_primary.Facts.Plain!.Status}, not {status}: the upgrade arrives",
                plain.Elapsed
            );
    }

    private DoctorStep Origin()
    {
        const string name = "origin";
        var request = _seen.Request;
        var sent = request.Origin is { } origin && _primary is not null ? _primary.Facts.Conceal.Name(origin) : "";
        return _primary?.Diagnosis.Status is null ? new(name, name, Skipped, NotReached)
            : request.Origin is null
                ? new(name, name, Skipped, "none was sent, as by no browser; --origin <page's origin> tries one")
            : _primary.Opened || _primary.Diagnosis.Status == 101 ? new(name, name, Passed, $"{sent} is let in")
            : _primary.Diagnosis.Reason == ReasonCatalogue.OriginRefused.Code || _seen.WithoutOrigin is { Opened: true }
                ? new(
                    name,
                    name,
                    Failed,
                    $"{sent} is refused; without it: {_seen.WithoutOrigin?.Outcome ?? "not tried"}"
                )
            : _seen.WithoutOrigin is { } without
                ? new(name, name, Passed, $"{sent} is not the cause; without it: {without.Outcome}")
            : new(name, name, Skipped, $"{sent} was sent; the answer is not about it");
    }

    private DoctorStep Http2()
    {
        const string name = "http2";
        const string title = "HTTP/2";
        return _seen.Http2 switch
        {
            Http2Offer.NotAsked => new(name, title, Skipped, _seen.Request.IsQuick ? "--quick" : NotReached),
            Http2Offer.NoTls => new(name, title, Skipped, "not over ws://: browsers speak it over TLS alone"),
            Http2Offer.NoHttp2 => new(name, title, Skipped, "not offered: every client connects by HTTP/1.1"),
            Http2Offer.Http2Only => new(
                name,
                title,
                Passed,
                "offered, without extended CONNECT: browsers connect WebSockets by HTTP/1.1"
            ),
            Http2Offer.Unknown => new(name, title, Skipped, "the server did not tell its settings"),
            _ when !_seen.IsHttp2Tried => new(
                name,
                title,
                Skipped,
                "extended CONNECT is offered (RFC 8441), so browsers use it; not tried: the credential was refused"
            ),
            _ when _seen.Http2Refusal is { } refusal => new(
                name,
                title,
                Failed,
                $"extended CONNECT is offered, and refused: {refusal.Verdict}"
            ),
            _ => new(name, title, Passed, "extended CONNECT opens the socket too (RFC 8441)"),
        };
    }
}

using System.Security.Cryptography;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Secrets;

namespace WsAuth.Mismatch;

/// <summary>
/// Tries on a refused credential what the client may have used instead of the secret in force, of what this process can see. It only
/// tells: what it finds is a sentence, and no path leads from here to an acceptance.
/// </summary>
internal sealed class MismatchAnalyst(Func<WsAuthOptions> options, SecretResolver secrets, TimeProvider clock)
{
    public MismatchFinding Analyze(RefusedCredential credential)
    {
        using var evidence = MismatchEvidence.Read(credential, options());
        if (evidence is null)
        {
            return MismatchFinding.Skipped("the credential was not made with a secret, or is too long");
        }

        var ring = secrets.GetRing(evidence.SecretName, evidence.AgentId);
        var sight = ValuesInSight.Of(secrets, evidence.SecretName, evidence.AgentId);
        return FindAsItIs(evidence, ring, sight)
            ?? FindInOtherForm(evidence, ring, sight)
            ?? new MismatchFinding(MismatchSentence.None(evidence, ring, sight)) { ValuesTried = sight.Values.Count };
    }

    // Each value as it is before any other form: one that holds a line feed is named rather than a line feed behind another.
    private MismatchFinding? FindAsItIs(MismatchEvidence evidence, SecretRing ring, ValuesInSight sight)
    {
        foreach (var (value, bytes) in sight.Values)
        {
            if (bytes is not null && evidence.IsMadeWith(bytes))
            {
                return Found(evidence, ring, sight, new MismatchTrace(value, MismatchForm.AsItIs, bytes));
            }
        }

        return null;
    }

    private MismatchFinding? FindInOtherForm(MismatchEvidence evidence, SecretRing ring, ValuesInSight sight)
    {
        foreach (var (value, _) in sight.Values)
        {
            foreach (var (form, bytes) in ValueForms.Of(value))
            {
                if (evidence.IsMadeWith(bytes))
                {
                    return Found(evidence, ring, sight, new MismatchTrace(value, form, bytes));
                }
            }
        }

        return null;
    }

    private MismatchFinding Found(MismatchEvidence evidence, SecretRing ring, ValuesInSight sight, MismatchTrace trace)
    {
        var now = clock.GetUtcNow();
        var accepted = ring.Keys.FirstOrDefault(key => key.IsAcceptedAt(now) && Holds(key, trace.Bytes));
        var text =
            accepted is not null ? MismatchSentence.Accepted(evidence, trace, accepted)
            : trace.Form != MismatchForm.AsItIs && IsInForce(ring, trace.Value)
                ? MismatchSentence.OtherForm(evidence, ring, trace)
            : MismatchSentence.OtherValue(evidence, ring, trace);
        return new MismatchFinding(text)
        {
            SecretName = trace.Value.SecretName,
            SourceName = trace.Value.Source,
            Fingerprint = trace.Fingerprint,
            Form = trace.Form,
            ValuesTried = sight.Values.Count,
        };
    }

    private static bool IsInForce(SecretRing ring, VisibleValue value) =>
        ring.Current is { } current && value.DangerousGetBytes() is { } bytes && Holds(current, bytes);

    private static bool Holds(SecretKey key, byte[] bytes) =>
        CryptographicOperations.FixedTimeEquals(key.DangerousGetBytes(), bytes);
}

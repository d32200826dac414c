namespace WsAuth.Tool.Doctor.Judging;

/// <summary>What the verdict rests on: what was seen of the first handshake, and what others showed beside it.</summary>
internal static class VerdictEvidence
{
    public static IReadOnlyList<string> Of(Examination seen) => [.. Lines(seen)];

    private static IEnumerable<string> Lines(Examination seen)
    {
        var primary = seen.Primary!;
        foreach (var line in primary.Diagnosis.Evidence)
        {
            yield return line;
        }

        foreach (var finding in seen.Supply.Findings)
        {
            yield return $"this side: {finding}";
        }

        foreach (var (name, value) in primary.Facts.Explanation?.Record ?? [])
        {
            yield return $"the server's record: {name} {value}";
        }

        if (seen.WithoutCredential is { } bare)
        {
            yield return bare.IsAnsweredLike(primary)
                ? "without a credential the answer is the same, so it does not tell whether this one was read"
                : $"without a credential the answer is another one ({bare.Outcome}): this one is read";
        }

        if (seen.WithoutOrigin is { } pageless)
        {
            yield return $"without Origin: {pageless.Outcome}";
        }

        foreach (var other in seen.Elsewhere.Values)
        {
            yield return $"{other.What}: {other.Outcome}";
        }

        if (seen.WordElsewhere is { } word)
        {
            yield return word.Opened
                ? $"{word.What}: opened too, so the place is not the cause"
                : $"{word.What}: {word.Outcome}";
        }

        if (seen.Secrets is { } secrets)
        {
            yield return secrets.Describe();
        }
    }
}

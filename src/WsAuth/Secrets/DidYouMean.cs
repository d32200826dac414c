namespace WsAuth.Secrets;

/// <summary>Finds what someone meant to write.</summary>
internal static class DidYouMean
{
    /// <summary><c>; did you mean 'x'?</c> for the nearest candidate, or nothing where none is near.</summary>
    public static string Suggest(string written, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate =>
                (candidate, distance: Distance(written.ToUpperInvariant(), candidate.ToUpperInvariant()))
            )
            .OrderBy(pair => pair.distance)
            .FirstOrDefault();
        return nearest.candidate is not null && nearest.distance <= Math.Max(1, nearest.candidate.Length / 3)
            ? $"; did you mean '{nearest.candidate}'?"
            : "";
    }

    // Edits: insert, delete, replace, swap two neighbours (the restricted Damerau distance).
    internal static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 8)
        {
            return int.MaxValue;
        }

        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}

using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace WsAuth.Testing;

/// <summary>
/// Knows every secret, token payload and signature that the suite uses, and looks at everything the suite writes: log lines,
/// exceptions, answers, texts of objects. A piece of eight characters is a leak.
/// </summary>
public static partial class LeakWatch
{
    private const int PieceLength = 8;

    // Fingerprints, span ids, attempt and trace ids, and such ids with a digit too few or too many, as tests ask for.
    private static readonly int[] PublicRunLengths = [12, 16, 31, 32, 33];

    private static readonly ConcurrentDictionary<string, byte> Pieces = new(StringComparer.Ordinal);
    private static readonly ConcurrentQueue<string> Seen = new();

    private static long _observed;

    /// <summary>How many texts were looked at; a suite that looked at none has shown nothing.</summary>
    public static long ObservedCount => Interlocked.Read(ref _observed);

    /// <summary>How many pieces are looked for.</summary>
    public static int ProtectedCount => Pieces.Count;

    /// <summary>Every exception that is thrown in this process, caught or not, is looked at.</summary>
    static LeakWatch() =>
        AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => Observe(thrown.Exception.Message);

    /// <summary>From now on, no piece of <paramref name="secret"/> may be written anywhere.</summary>
    public static string Protect(string secret)
    {
        ReadOnlySpan<int> lengths = [PieceLength, .. PublicRunLengths];
        foreach (var length in lengths)
        {
            for (var i = 0; i + length <= secret.Length; i++)
            {
                // A run of one character is in many texts that hold no secret.
                var piece = secret.Substring(i, length);
                if (piece.AsSpan().ContainsAnyExcept(piece[0]))
                {
                    Pieces.TryAdd(piece, 0);
                }
            }
        }

        return secret;
    }

    /// <summary>Protects payload and signature of a JWT; its header is the same for everyone.</summary>
    public static string ProtectToken(string token)
    {
        foreach (var part in token.Split('.').Skip(1))
        {
            Protect(part);
        }

        return token;
    }

    /// <summary>Looks at a text that the suite or the library wrote.</summary>
    public static void Observe(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        Interlocked.Increment(ref _observed);
        Seen.Enqueue(text);
    }

    /// <summary>The texts in which a protected piece stands. Called when all tests have run: what is protected later counts for earlier texts too.</summary>
    public static IReadOnlyList<string> FindLeaks() => [.. Seen.Distinct().Where(Holds).Take(20)];

    /// <summary>Whether a protected piece stands in a text.</summary>
    public static bool Holds(string text)
    {
        var lookup = Pieces.GetAlternateLookup<ReadOnlySpan<char>>();

        // Fingerprints, attempt, trace and span ids are public and random: among thousands of them and of secrets some share eight
        // digits by chance. Such a run counts as a leak where all of it is a piece of a secret.
        text = PublicRuns().Replace(text, run => Pieces.ContainsKey(run.Value) ? run.Value : "");
        for (var i = 0; i + PieceLength <= text.Length; i++)
        {
            if (lookup.ContainsKey(text.AsSpan(i, PieceLength)))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("(?<![0-9a-f])([0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{31,33})(?![0-9a-f])")]
    private static partial Regex PublicRuns();
}

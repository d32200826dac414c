namespace WsAuth.Benchmarks;

/// <summary>Keeps a benchmark from measuring the wrong thing: each one's answer is looked at once before anything is measured.</summary>
internal static class Expect
{
    public static void That(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Nothing was measured, since this does not hold: {what}.");
        }
    }

    /// <summary>The same of what was measured: a figure that misses what it has to be ends the program with a fault.</summary>
    public static void Outcome(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Measured, and this does not hold: {what}.");
        }
    }
}

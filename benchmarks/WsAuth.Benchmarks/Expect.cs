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
}

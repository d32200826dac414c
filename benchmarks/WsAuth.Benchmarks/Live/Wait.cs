namespace WsAuth.Benchmarks.Live;

/// <summary>Waits for what has to come about, for a minute.</summary>
internal static class Wait
{
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        for (var i = 0; i < 600 && !isSo(); i++)
        {
            await Task.Delay(100);
        }

        Expect.Outcome(isSo(), what);
    }
}

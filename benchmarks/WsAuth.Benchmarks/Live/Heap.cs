namespace WsAuth.Benchmarks.Live;

/// <summary>The heap of this process when it stands still.</summary>
internal static class Heap
{
    // The host keeps what closed connections had for about half a minute; a bare Kestrel does too.
    private static readonly TimeSpan ToRest = TimeSpan.FromSeconds(40);

    /// <summary>The same when the host has let go of the connections that are closed.</summary>
    public static async Task<long> RestAsync()
    {
        await Task.Delay(ToRest);
        return Settle();
    }

    public static long Settle()
    {
        var size = Collect();
        for (var i = 0; i < 20; i++)
        {
            Thread.Sleep(100);
            var next = Collect();
            if (Math.Abs(next - size) < 4096)
            {
                return next;
            }

            size = next;
        }

        return size;
    }

    private static long Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

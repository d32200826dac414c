namespace WsAuth.Benchmarks.Handshakes;

/// <summary>What a number of operations cost this process, client included.</summary>
/// <param name="Nanoseconds">CPU time, each.</param>
/// <param name="Bytes">Allocated bytes, each.</param>
internal readonly record struct Cost(double Nanoseconds, double Bytes)
{
    public static Cost Of(int count, Action operation)
    {
        var start = Begin();
        for (var i = 0; i < count; i++)
        {
            operation();
        }

        return End(start, count);
    }

    public static async Task<Cost> OfAsync(int count, Func<Task> operation)
    {
        var start = Begin();
        for (var i = 0; i < count; i++)
        {
            await operation();
        }

        return End(start, count);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static (TimeSpan Time, long Bytes) Begin() => (CpuTime(), GC.GetTotalAllocatedBytes(precise: true));

    private static Cost End((TimeSpan Time, long Bytes) start, int count) =>
        new(
            (CpuTime() - start.Time).TotalNanoseconds / count,
            (GC.GetTotalAllocatedBytes(precise: true) - start.Bytes) / (double)count
        );

    private static TimeSpan CpuTime()
    {
        var usage = Environment.CpuUsage;
        return usage.UserTime + usage.PrivilegedTime;
    }
}

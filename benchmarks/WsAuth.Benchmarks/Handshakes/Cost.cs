namespace WsAuth.Benchmarks.Handshakes;

/// <summary>What a number of operations cost this process, client included.</summary>
/// <param name="Nanoseconds">CPU time, each.</param>
/// <param name="Bytes">Allocated bytes, each.</param>
internal readonly record struct Cost(double Nanoseconds, double Bytes)
{
    public static Cost Of(int count, Action operation)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var time = CpuTime();
        for (var i = 0; i < count; i++)
        {
            operation();
        }

        return new Cost(
            (CpuTime() - time).TotalNanoseconds / count,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)count
        );
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static TimeSpan CpuTime()
    {
        var usage = Environment.CpuUsage;
        return usage.UserTime + usage.PrivilegedTime;
    }
}

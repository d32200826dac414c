namespace WsAuth.Options;

/// <summary>Checks the section <c>Limits</c>.</summary>
internal static class LimitOptionsCheck
{
    private const int MostAttempts = 100_000;
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);

    public static void AddFaults(LimitOptions limits, string section, List<string> faults)
    {
        if (limits.ConnectionsPerSubject < 1)
        {
            faults.Add($"{section}:ConnectionsPerSubject has to be at least 1, or be absent for no limit.");
        }

        if (limits.ConnectionsInAll < 1)
        {
            faults.Add($"{section}:ConnectionsInAll has to be at least 1, or be absent for no limit.");
        }

        if (limits.FailedAttempts is < 0 or > MostAttempts)
        {
            faults.Add(
                $"{section}:FailedAttempts has to lie between 0, which switches it off, and {MostAttempts}; the default is 20."
            );
        }

        if (limits.FailureWindow < ShortestWindow || limits.FailureWindow > LongestWindow)
        {
            faults.Add($"{section}:FailureWindow has to lie between 00:00:01 and 01:00:00; the default is 00:01:00.");
        }
    }
}

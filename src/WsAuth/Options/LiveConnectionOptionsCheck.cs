namespace WsAuth.Options;

/// <summary>Checks the section <c>Connections</c>.</summary>
internal static class LiveConnectionOptionsCheck
{
    private const int MostFailures = 100;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void AddFaults(LiveConnectionOptions connections, string section, List<string> faults)
    {
        if (connections.CloseGrace < Second || connections.CloseGrace > 5 * Minute)
        {
            faults.Add($"{section}:CloseGrace has to lie between 00:00:01 and 00:05:00; the default is 00:00:10.");
        }

        if (
            connections.RevalidationInterval != TimeSpan.Zero
            && (connections.RevalidationInterval < Second || connections.RevalidationInterval > TimeSpan.FromDays(1))
        )
        {
            faults.Add(
                $"{section}:RevalidationInterval has to lie between 00:00:01 and 1.00:00:00, or be zero, which switches it off; the default is 00:05:00."
            );
        }

        if (connections.RevalidationTimeout < Second || connections.RevalidationTimeout > Minute)
        {
            faults.Add(
                $"{section}:RevalidationTimeout has to lie between 00:00:01 and 00:01:00; the default is 00:00:10."
            );
        }

        if (connections.ToleratedFailures is < 0 or > MostFailures)
        {
            faults.Add($"{section}:ToleratedFailures has to lie between 0 and {MostFailures}; the default is 3.");
        }
    }
}

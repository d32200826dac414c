namespace WsAuth.Options;

/// <summary>Checks the section <c>Journal</c>.</summary>
internal static class JournalOptionsCheck
{
    private const int LargestNumber = 100_000;
    private static readonly TimeSpan ShortestRetention = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRetention = TimeSpan.FromHours(1);

    public static void AddFaults(JournalOptions journal, string section, List<string> faults)
    {
        if (journal.Retention < ShortestRetention || journal.Retention > LongestRetention)
        {
            faults.Add($"{section}:Retention has to lie between 00:00:10 and 01:00:00; the default is 00:05:00.");
        }

        if (journal.Capacity is < 0 or > LargestNumber)
        {
            faults.Add(
                $"{section}:Capacity has to lie between 0, which remembers nothing, and {LargestNumber}; the default is 2000."
            );
        }

        if (journal.QuestionsPerMinute is < 1 or > LargestNumber)
        {
            faults.Add($"{section}:QuestionsPerMinute has to lie between 1 and {LargestNumber}; the default is 120.");
        }
    }
}

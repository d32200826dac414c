using System.Globalization;

namespace WsAuth.Benchmarks.Live;

/// <summary>How many files and sockets one process may have open; server and clients are two processes.</summary>
internal static class DescriptorLimit
{
    private const int Others = 500;

    // The runtime raises the soft limit to the hard one when it starts.
    public static void Require(int sockets)
    {
        if (!File.Exists("/proc/self/limits"))
        {
            return;
        }

        var line = File.ReadLines("/proc/self/limits")
            .First(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        Expect.That(
            !long.TryParse(soft, CultureInfo.InvariantCulture, out var most) || most >= sockets + Others,
            $"a process may have {sockets + Others} descriptors open; here it may have {soft}. Raise the limit (ulimit -n) or give fewer --sockets"
        );
    }
}

using System.Diagnostics;
using System.Globalization;

namespace WsAuth.Benchmarks.Load;

/// <summary>A process that sends given handshakes to a port as fast as it can, for some seconds, and then says how many were answered.</summary>
internal sealed class LoadingProcess : IDisposable
{
    public const string Verb = "refused-load-client";

    private readonly Process _process;

    private LoadingProcess(Process process) => _process = process;

    public static LoadingProcess Start(int port, int seconds, IReadOnlyList<byte[]> requests)
    {
        var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [Verb, $"{port}", $"{seconds}"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        // Not as arguments: these stand in the process list.
        foreach (var request in requests)
        {
            process.StandardInput.WriteLine(Convert.ToBase64String(request));
        }

        process.StandardInput.Close();
        return new LoadingProcess(process);
    }

    /// <summary>Waits for its end; answers how many handshakes were refused.</summary>
    public async Task<long> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        Expect.That(_process.ExitCode == 0, "every handshake of the load is refused by a status of 400 to 599");
        return long.Parse(output, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace WsAuth.Benchmarks.Live;

/// <summary>This program once more, in a process of its own, told by lines what to do.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Its order goes by a line, not as an argument: arguments stand in the process list.</summary>
    public static ChildProcess Start<T>(string verb, T order)
    {
        var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [verb])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        var child = new ChildProcess(process);
        child.Tell(JsonSerializer.Serialize(order));
        return child;
    }

    public static async Task<ChildProcess> OpenAsync(LiveOrder order)
    {
        var client = Start(LiveClient.Verb, order);
        Expect.That(await client.HearAsync() == LiveClient.AllOpen, $"{order.Sockets} sockets are opened");
        return client;
    }

    public void Tell(string line) => _process.StandardInput.WriteLine(line);

    public async Task<string?> HearAsync() => await _process.StandardOutput.ReadLineAsync();

    /// <summary>Waits for what the client says at its end.</summary>
    public async Task<LiveOutcome> OutcomeAsync()
    {
        var outcome = await HearAsync();
        await EndAsync();
        return JsonSerializer.Deserialize<LiveOutcome>(outcome!)!;
    }

    public async Task EndAsync()
    {
        await _process.WaitForExitAsync();
        Expect.Outcome(
            _process.ExitCode == 0,
            $"the other process ends without a fault, and not with {_process.ExitCode}"
        );
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

using System.Diagnostics;
using System.Globalization;

namespace WsAuth.Testing;

/// <summary>A server of another stack, as a script of tests/clients that prints its port and ends when its input does.</summary>
public sealed class ServerScript : IAsyncDisposable
{
    private readonly Process _process;

    private ServerScript(Process process, int port) => (_process, Port) = (process, port);

    private int Port { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}");

    public Uri Url(string path) => new($"ws://127.0.0.1:{Port}{path}");

    public static async Task<ServerScript> StartAsync(
        string program,
        string script,
        string? secret = null,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Programs.ClientsFolder,
        };
        if (secret is not null)
        {
            start.Environment["SECRET"] = secret;
        }

        var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var port = await process.StandardOutput.ReadLineAsync(limit.Token);
        return new ServerScript(process, int.Parse(port!, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WsAuth.Testing.Proxies;

/// <summary>A real reverse proxy in front of a host, on a free loopback port, with its files in a folder of its own. It ends with the test.</summary>
public sealed class ReverseProxyProcess : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly Process _process;
    private readonly TestFolder _folder;

    private ReverseProxyProcess(Process process, TestFolder folder, int port)
    {
        _process = process;
        _folder = folder;
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    /// <summary>Where the proxy listens.</summary>
    public Uri Address { get; }

    /// <summary>The WebSocket URL of a path behind the proxy.</summary>
    public Uri WebSocket(string pathAndQuery) => new($"ws://127.0.0.1:{Address.Port}{pathAndQuery}");

    /// <summary>Starts nginx; <paramref name="location"/> is what stands in the <c>location</c> block beside <c>proxy_pass</c>.</summary>
    public static Task<ReverseProxyProcess> StartNginxAsync(Uri upstream, string location, string server = "") =>
        StartAsync(
            "nginx",
            folder => ["-e", "stderr", "-p", folder, "-c", "proxy.conf"],
            (port, folder) => NginxConfiguration(port, folder, upstream, location, server)
        );

    /// <summary>Starts haproxy; <paramref name="frontend"/> is what stands in the <c>frontend</c> section.</summary>
    public static Task<ReverseProxyProcess> StartHaproxyAsync(Uri upstream, string frontend) =>
        StartAsync(
            "haproxy",
            folder => ["-db", "-f", Path.Combine(folder, "proxy.conf")],
            (port, _) => HaproxyConfiguration(port, upstream, frontend)
        );

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<ReverseProxyProcess> StartAsync(
        string program,
        Func<string, string[]> arguments,
        Func<int, string, string> configuration
    )
    {
        // Another process may take the port between the choice and the start.
        for (var attempt = 1; ; attempt++)
        {
            var folder = new TestFolder();
            var port = FreePort();
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "proxy.conf"), configuration(port, folder.Path));
            var process = Process.Start(
                new ProcessStartInfo(program, arguments(folder.Path))
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var errors = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            if (await ListensAsync(process, port))
            {
                return new ReverseProxyProcess(process, folder, port);
            }

            process.Kill(entireProcessTree: true);
            process.Dispose();
            folder.Dispose();
            if (attempt == Attempts)
            {
                throw new InvalidOperationException($"{program} does not start: {await errors}");
            }
        }
    }

    private static async Task<bool> ListensAsync(Process process, int port)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!process.HasExited && !limit.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string NginxConfiguration(int port, string folder, Uri upstream, string location, string server) =>
        $$"""
            daemon off;
            master_process off;
            pid {{folder}}/nginx.pid;
            events { }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                map $http_upgrade $connection_upgrade { default upgrade; '' close; }
                server {
                    listen 127.0.0.1:{{port}};
                    {{server}}
                    location / {
                        proxy_pass http://127.0.0.1:{{upstream.Port}};
                        {{location}}
                    }
                }
            }
            """;

    private static string HaproxyConfiguration(int port, Uri upstream, string frontend) =>
        $"""
            defaults
                mode http
                timeout connect 5s
                timeout client 30s
                timeout server 30s
                timeout tunnel 30s
            frontend front
                bind 127.0.0.1:{port}
                {frontend}
                default_backend app
            backend app
                server app1 127.0.0.1:{upstream.Port}

            """;
}

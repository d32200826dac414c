using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor.OtherStacks;

/// <summary>A real server without this library, reached directly, through nginx, and through one that was told nothing of WebSockets.</summary>
public abstract class OtherStack(string? missing, Func<string, Task<ServerScript>> start) : IAsyncLifetime
{
    private const string PassUpgrade =
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;";

    private ServerScript? _server;
    private ReverseProxyProcess? _nginx;
    private ReverseProxyProcess? _impatient;
    private ReverseProxyProcess? _bare;
    private ReverseProxyProcess? _deaf;

    /// <summary>The secret that the server verifies with.</summary>
    public string Secret { get; } = TestSecrets.Hex();

    /// <summary>A path of it, by one of the ways: <c>direct</c>, <c>nginx</c>, <c>nginx, impatient</c>, <c>nginx, bare</c>, <c>nginx, HTTP/1.1</c>.</summary>
    public Uri Url(string way, string path) =>
        way switch
        {
            "direct" => _server!.Url(path),
            "nginx" => _nginx!.WebSocket(path),
            "nginx, impatient" => _impatient!.WebSocket(path),
            "nginx, bare" => _bare!.WebSocket(path),
            _ => _deaf!.WebSocket(path),
        };

    public async Task InitializeAsync()
    {
        if ((missing ?? Programs.NginxMissing) is not null)
        {
            return;
        }

        _server = await start(Secret);
        _nginx = await ReverseProxyProcess.StartNginxAsync(_server.Address, PassUpgrade);
        _impatient = await ReverseProxyProcess.StartNginxAsync(_server.Address, PassUpgrade + "proxy_read_timeout 1s;");
        _bare = await ReverseProxyProcess.StartNginxAsync(_server.Address, "");
        _deaf = await ReverseProxyProcess.StartNginxAsync(_server.Address, "proxy_http_version 1.1;");
    }

    public async Task DisposeAsync()
    {
        foreach (var one in (IAsyncDisposable?[])[_deaf, _bare, _impatient, _nginx, _server])
        {
            await (one?.DisposeAsync() ?? default);
        }
    }
}

/// <summary>Node's ws with jsonwebtoken.</summary>
public sealed class NodeStack()
    : OtherStack(Programs.NodeMissing, secret => ServerScript.StartAsync("node", "serve-ws-jwt.js", secret));

/// <summary>Python's websockets with PyJWT.</summary>
public sealed class PythonStack()
    : OtherStack(
        Programs.PythonMissing,
        secret => ServerScript.StartAsync(Programs.Python, "serve_websockets_jwt.py", secret)
    );

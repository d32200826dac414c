using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace WsAuth.Testing;

/// <summary>A real server of keys at a free loopback port, which answers as a test tells it, well or badly.</summary>
public sealed class KeyServer : IAsyncDisposable
{
    /// <summary>Where its key set is.</summary>
    public const string SetPath = "/keys";

    private const string DocumentPath = "/.well-known/openid-configuration";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();
    private int _requests;

    private KeyServer(WebApplication app)
    {
        _app = app;
        app.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            if (_answers.TryGetValue(context.Request.Path, out var answer))
            {
                return answer(context);
            }

            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
    }

    /// <summary>How many requests it has seen.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public string Authority => _app.Urls.First();

    public string SetUrl => Authority + SetPath;

    public static async Task<KeyServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new KeyServer(builder.Build());
        await server._app.StartAsync();
        return server;
    }

    /// <summary>From now on serves this key set.</summary>
    public void Serve(string set) => Answer(context => context.Response.WriteAsync(set));

    /// <summary>From now on answers requests for the key set so.</summary>
    public void Answer(RequestDelegate answer) => _answers[SetPath] = answer;

    /// <summary>From now on serves a discovery document that names an issuer and this server's key set.</summary>
    public void Discover(string issuer, string? keySet = null) =>
        _answers[DocumentPath] = context =>
            context.Response.WriteAsync($$"""{"issuer":"{{issuer}}","jwks_uri":"{{keySet ?? SetUrl}}"}""");

    /// <summary>From now on never answers, until the asking side gives up.</summary>
    public void Hang() => Answer(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

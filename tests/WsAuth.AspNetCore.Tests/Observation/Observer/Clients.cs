using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>Handshakes over HTTP/1.1 and HTTP/2 whose whole answer can be looked at.</summary>
internal static class Clients
{
    private static readonly HttpMessageInvoker Invoker = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
        }
    );

    public static void Use(WebApplicationBuilder builder, bool isHttp2) =>
        builder.WebHost.ConfigureKestrel(options =>
            options.ConfigureEndpointDefaults(listen =>
                listen.Protocols = isHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1
            )
        );

    public static async Task<HttpResponseMessage> AskAsync(
        Uri url,
        bool isHttp2,
        string method,
        string? token,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(isHttp2 ? HttpMethod.Connect : new HttpMethod(method), url)
        {
            Version = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (isHttp2)
        {
            request.Headers.Protocol = "websocket";
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        }
        else
        {
            foreach (var (name, value) in HostHandshakes.HandshakeHeaders)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answer = await Invoker.SendAsync(request, limit.Token);
        LeakWatch.Observe(answer.ToString());

        // The body of an answered CONNECT is the open stream.
        // The framework's own error page shows all headers of the request.
        if (
            answer.StatusCode is not (HttpStatusCode.SwitchingProtocols or HttpStatusCode.InternalServerError)
            && !(isHttp2 && answer.IsSuccessStatusCode)
        )
        {
            LeakWatch.Observe(await answer.Content.ReadAsStringAsync(limit.Token));
        }

        return answer;
    }
}

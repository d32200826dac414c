using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>What Kestrel answers by itself, before any middleware.</summary>
public sealed class BadRequestTests
{
    private const string Handshake =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    private readonly string _secret = TestSecrets.Hex();

    [Fact]
    [Situation("malformed header")]
    public async Task A_malformed_header_is_named_without_being_quoted()
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(
            host,
            $"GET /ws HTTP/1.1\r\nHost: a\r\n{Handshake}Authorization: Bearer not-to-be-quoted\rX\r\n\r\n"
        );

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        var line = await LineAsync(host);
        AssertLine(line, "WebSocket handshake refused", "A header line is malformed", "carriage return");
        Assert.DoesNotContain("not-to-be-quoted", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Situation("no Host header")]
    public async Task A_missing_host_is_named()
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(host, $"GET /ws HTTP/1.1\r\n{Handshake}\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        AssertLine(await LineAsync(host), "WebSocket handshake refused", "has no Host header", "exactly one Host");
    }

    [Fact]
    [Situation("request line too long")]
    public async Task A_long_request_line_may_have_been_a_handshake()
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(
            host,
            $"GET /ws?access_token={new string('a', 10_000)} HTTP/1.1\r\nHost: a\r\n{Handshake}\r\n"
        );

        Assert.StartsWith("HTTP/1.1 414", answer, StringComparison.Ordinal);
        AssertLine(await LineAsync(host), "HTTP request refused", "MaxRequestLineSize", "instead of the query");
    }

    [Fact]
    [Situation("headers too large")]
    public async Task Large_headers_are_named()
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(
            host,
            $"GET /ws HTTP/1.1\r\nHost: a\r\n{Handshake}Cookie: a={new string('a', 40_000)}\r\n\r\n"
        );

        Assert.StartsWith("HTTP/1.1 431", answer, StringComparison.Ordinal);
        AssertLine(await LineAsync(host), "WebSocket handshake refused", "Kestrel's limits", "cookies");
    }

    [Fact]
    [Situation("TLS at a plain port")]
    public async Task Something_that_is_no_HTTP_is_named()
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(host, "\u0016\u0003\u0001\u0002\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        AssertLine(
            await LineAsync(host),
            "HTTP request refused",
            "spoke TLS to a port that expects plain HTTP",
            "Connect by ws://"
        );
    }

    [Fact]
    [Situation("HTTP/2 at a port for HTTP/1.1")]
    public async Task HTTP2_with_prior_knowledge_is_named()
    {
        await using var host = await KestrelHost.StartAsync(
            app => app.Map("/ws", EchoEndpoint.RunAsync),
            configure: builder =>
            {
                Clients.Use(builder, isHttp2: false);
                builder.Services.AddWsAuth(builder.Configuration);
            }
        );

        await SendAsync(host, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        var line = await LineAsync(host);
        AssertLine(line, "HTTP request refused", "HTTP/2 without TLS", "HttpProtocols.Http2");
        Assert.Contains("The answer is 505.", line.Message, StringComparison.Ordinal);
        Assert.Contains("at an unread path by Kestrel", line.Message, StringComparison.Ordinal);
    }

    // A line feed ends a header line, with a carriage return before it or without (RFC 9112 §2.2).
    [Fact]
    public async Task A_line_feed_at_the_end_of_a_value_cuts_off_the_headers_after_it()
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(
            host,
            $"GET /ws HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer abc.def.ghi\n\r\n{Handshake}\r\n"
        );

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 400", answer, StringComparison.Ordinal);
        for (var i = 0; i < 500 && host.Logs.Handshakes.Count < 2; i++)
        {
            await Task.Delay(20);
        }

        Assert.Equal(
            ["credential_kind_refused", "bad_request"],
            host.Logs.Handshakes.Select(it => it.Values["Reason"])
        );
        Assert.Contains("a line feed at its end", host.Logs.Handshakes[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_feed_at_the_end_of_the_last_value_is_not_noticed()
    {
        await using var host = await StartAsync();

        var answer = await RawHandshake.AskAsync(host, ("Authorization", "Bearer abc.def.ghi\n"));

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.StartsWith(
            "WebSocket handshake refused: credential_kind_refused",
            (await LineAsync(host)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_method_that_no_handshake_has_is_none_of_ours()
    {
        await using var host = await StartAsync();

        var answer = await SendAsync(host, "POST /ws HTTP/1.1\r\nContent-Length: 1\r\n\r\na");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Empty(host.Logs.Handshakes);
    }

    [Fact]
    public async Task A_flood_is_one_line()
    {
        await using var host = await StartAsync();

        for (var i = 0; i < 20; i++)
        {
            await SendAsync(host, $"GET /ws HTTP/1.1\r\n{Handshake}\r\n");
        }

        Assert.Single(host.Logs.Handshakes, line => line.Level == LogLevel.Warning);
    }

    // The connection is closed when the event has been raised, but the line need not stand yet when the client has its answer.
    private static async Task<RecordedEvent> LineAsync(KestrelHost host)
    {
        for (var i = 0; i < 500 && host.Logs.Handshakes.Count == 0; i++)
        {
            await Task.Delay(20);
        }

        return Assert.Single(host.Logs.Handshakes);
    }

    private static void AssertLine(RecordedEvent line, string subject, string explanation, string fix)
    {
        Assert.StartsWith(subject, line.Message, StringComparison.Ordinal);
        Assert.Equal(("bad_request", "Kestrel"), (line.Values["Reason"], line.Values["Layer"]));
        Assert.Contains(explanation, line.Values["Explanation"]!.ToString()!, StringComparison.Ordinal);
        Assert.Contains(fix, line.Values["Fix"]!.ToString()!, StringComparison.Ordinal);
        Assert.True(line.Level >= LogLevel.Information);
    }

    private static async Task<string> SendAsync(KestrelHost host, string request)
    {
        using var tcp = new TcpClient(host.Address.Host, host.Address.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (await stream.ReadAsync(buffer, limit.Token) is > 0 and var count)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // A server that closes while more is being sent resets the connection; the answer was read before.
        }

        LeakWatch.Observe(answer.ToString());
        return answer.ToString();
    }

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _secret }
        );
}

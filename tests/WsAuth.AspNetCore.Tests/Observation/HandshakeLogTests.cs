using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>One log event for each handshake, in a template that tests, operators and tools rely on.</summary>
public sealed class HandshakeLogTests
{
    private readonly string _secret = TestSecrets.Hex();

    [Fact]
    public async Task A_refusal_has_its_values_for_machines()
    {
        await using var host = await StartAsync();

        var refusal = await host.ConnectInVainAsync("/ws", host.MintJwt()[..^4] + "AAAA");

        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal((LogLevel.Warning, 1204, "signature_mismatch"), (line.Level, line.Id.Id, line.Id.Name));
        Assert.Equal("signature_mismatch", line.Values["Reason"]);
        Assert.Equal("/ws", line.Values["Endpoint"]);
        Assert.Equal("WsAuth", line.Values["Layer"]);
        Assert.StartsWith("The token was signed", line.Values["Explanation"]!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Give issuer and server", line.Values["Fix"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(refusal.AttemptId, line.Values["AttemptId"]);
        Assert.Equal("jwt", line.Values["Kind"]);
        Assert.Equal("Authorization header", line.Values["Location"]);
        Assert.Equal(SecretFingerprint.Of(_secret), line.Values["KeyFingerprint"]);
        Assert.Equal("env:JWT_SECRET_KEY", line.Values["SourceName"]);
        Assert.Equal(
            "WebSocket handshake refused: {Reason} at {Endpoint} by {Layer}; {Explanation} Fix: {Fix} [attempt {AttemptId}, kind {Kind}, location {Location}, key {KeyFingerprint}, source {SourceName}]",
            line.Values["{OriginalFormat}"]
        );
    }

    [Fact]
    public async Task Absent_parts_are_omitted()
    {
        await using var host = await StartAsync();

        var refusal = await host.ConnectInVainAsync("/ws");

        var line = Assert.Single(host.Logs.Handshakes);
        Assert.EndsWith($" [attempt {refusal.AttemptId}]", line.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            " [attempt {AttemptId}]",
            line.Values["{OriginalFormat}"]!.ToString(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Kind", line.Values.Keys);
        Assert.DoesNotContain("KeyFingerprint", line.Values.Keys);
    }

    [Fact]
    public async Task An_accepted_handshake_is_one_line_too()
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        await socket.AskAsync("hello");

        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal((LogLevel.Information, "handshake_accepted"), (line.Level, line.Id.Name));
        Assert.Equal("\"u1\"", line.Values["Subject"]);
        Assert.NotNull(line.Values["SessionEnd"]);
        Assert.Equal(SecretFingerprint.Of(_secret), line.Values["KeyFingerprint"]);
    }

    [Fact]
    public async Task Plain_requests_are_quieter()
    {
        await using var host = await StartAsync();

        using var accepted = await host.Http("/rest").GetAsync(host.MintJwt());
        using var refused = await host.Http("/rest").GetAsync();

        Assert.Equal([LogLevel.Debug, LogLevel.Information], host.Logs.Handshakes.Select(line => line.Level));
    }

    [Theory]
    [InlineData("evil\r\nWebSocket handshake accepted: admin")]
    [InlineData("\u001b[31mred")]
    public async Task Text_of_a_client_cannot_write_a_line_of_its_own(string subject)
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync("/ws", host.MintJwt(subject));
        await socket.AskAsync("hello");

        Assert.DoesNotContain(Assert.Single(host.Logs.Handshakes).Message, char.IsControl);
    }

    [Fact]
    public async Task The_path_of_a_client_is_escaped_and_cut()
    {
        await using var host = await StartAsync();

        await host.ConnectInVainAsync("/lean/%0d%0aaccepted/" + new string('-', 300));

        var line = Assert.Single(host.Logs.Handshakes);
        Assert.DoesNotContain(line.Message, char.IsControl);
        Assert.True(line.Values["Endpoint"]!.ToString()!.Length < 160);
    }

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/rest", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
                app.UseWhen(
                    context => context.Request.Path.StartsWithSegments("/lean", StringComparison.Ordinal),
                    branch => branch.UseWsAuth(TokenKind.Jwt)
                );
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _secret }
        );
}

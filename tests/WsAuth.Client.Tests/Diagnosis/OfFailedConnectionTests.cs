using System.Net.WebSockets;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.OfExceptionTests;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>The exceptions of attempts that got no answer at all.</summary>
public sealed class OfFailedConnectionTests
{
    [Fact]
    public async Task Nothing_listens()
    {
        var url = new ScriptedServer("") is var server ? server.Url() : null!;
        await server.DisposeAsync();
        using var socket = new ClientWebSocket();

        var (_, diagnosis) = await CatchAsync<WebSocketException>(socket, url);

        Assert.Equal(
            (HandshakePhase.Connect, $"Nothing listens at 127.0.0.1 port {url.Port}."),
            (diagnosis.Phase, diagnosis.Verdict)
        );
    }

    [Fact]
    public async Task A_name_that_does_not_resolve()
    {
        using var socket = new ClientWebSocket();

        var (_, diagnosis) = await CatchAsync<WebSocketException>(socket, new Uri("ws://no-such-host.invalid/ws"));

        Assert.Equal(
            (HandshakePhase.Connect, "The name no-such-host.invalid does not resolve."),
            (diagnosis.Phase, diagnosis.Verdict)
        );
    }

    [Fact]
    public async Task Tls_asked_of_a_plain_port()
    {
        await using var server = new ScriptedServer(ForeignAnswers.Answer("400 Bad Request"));
        using var socket = new ClientWebSocket();

        var (_, diagnosis) = await CatchAsync<WebSocketException>(socket, server.Url(scheme: "wss"));

        Assert.Equal(HandshakePhase.Tls, diagnosis.Phase);
        Assert.StartsWith("TLS could not be negotiated: ", diagnosis.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gave_up_is_told_so()
    {
        var asked = new TaskCompletionSource();
        await using var server = new ScriptedServer(
            (_, stream) =>
            {
                asked.TrySetResult();
                return stream.CopyToAsync(Stream.Null);
            }
        );
        using var socket = new ClientWebSocket();
        using var stopping = new CancellationTokenSource();
        _ = asked.Task.ContinueWith(_ => stopping.Cancel(), TaskScheduler.Default);

        var (_, diagnosis) = await CatchAsync<OperationCanceledException>(socket, server.Url(), stopping.Token);

        Assert.Equal(
            (HandshakePhase.Connect, "The attempt was cancelled, or its time ran out, before the server answered."),
            (diagnosis.Phase, diagnosis.Verdict)
        );
    }

    [Fact]
    public async Task No_credential_at_all()
    {
        using var socket = new ClientWebSocket();
        var url = new Uri("ws://127.0.0.1:1/ws");

        var thrown = await Assert.ThrowsAsync<CredentialUnavailableException>(() =>
            socket.ConnectAsync(url, new Answering(null))
        );

        Assert.Equal("There was no credential to connect with; nothing was sent.", Read(thrown, socket, url).Verdict);
    }

    [Fact]
    public void An_exception_of_anything_else_is_not_guessed_and_its_message_not_shown()
    {
        var secret = TestSecrets.Hex();

        var diagnosis = Read(new InvalidDataException($"x{secret}"[..1]), null, null);

        Assert.Equal("The connection failed: InvalidDataException.", diagnosis.Verdict);
    }
}

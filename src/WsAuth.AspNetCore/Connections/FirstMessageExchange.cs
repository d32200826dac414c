using System.Net.WebSockets;
using Microsoft.Extensions.Hosting;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Receives the first message of an accepted socket within its limits, and confirms it.</summary>
internal sealed class FirstMessageExchange(
    WsAuthSettings settings,
    IHostApplicationLifetime lifetime,
    TimeProvider clock
)
{
    private const int LongestMessage = 4096;

    /// <summary>The refusal of a client that had sent nothing when the application stopped: it is told 1001, and comes again.</summary>
    public static readonly Refusal ServerStopping = new(
        ReasonCatalogue.AuthenticationTimeout,
        "The application stops; no whole first message had come, and the client was told 1001.",
        "Nothing: the client connects again when the application is back."
    );

    private static readonly byte[] Accepted = """{"action":"auth_ok"}"""u8.ToArray();

    /// <summary>The message, or why there is none.</summary>
    public async Task<(ReadOnlyMemory<byte> Message, Refusal? Refusal)> ReceiveAsync(
        WebSocket socket,
        CancellationToken cancellationToken
    )
    {
        // Cancelling a receive would abort the socket, and the client would never learn why: the two race instead.
        var timeout = settings.Current.FirstMessage.Timeout;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = ReceiveWholeAsync(socket, cancellationToken);
        var deadline = Task.Delay(timeout, clock, stopping.Token);
        var stop = settings.Current.Connections.CloseAtShutdown ? lifetime.ApplicationStopping : CancellationToken.None;
        using var wake = stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), stopping);
        var first = await Task.WhenAny(receiving, deadline).ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        return first == receiving || cancellationToken.IsCancellationRequested ? await receiving.ConfigureAwait(false)
            : stop.IsCancellationRequested ? (default, ServerStopping)
            : (
                default,
                new Refusal(
                    ReasonCatalogue.AuthenticationTimeout,
                    $"No whole first message came within {timeout.TotalSeconds:0.#} s."
                )
            );
    }

    public Task ConfirmAsync(WebSocket socket, CancellationToken cancellationToken) =>
        socket.SendAsync(Accepted, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private static async Task<(ReadOnlyMemory<byte>, Refusal?)> ReceiveWholeAsync(
        WebSocket socket,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[LongestMessage + 1];
        var length = 0;
        try
        {
            while (length < buffer.Length)
            {
                var received = await socket
                    .ReceiveAsync(buffer.AsMemory(length), cancellationToken)
                    .ConfigureAwait(false);
                if (received.MessageType != WebSocketMessageType.Text)
                {
                    return received.MessageType == WebSocketMessageType.Close
                        ? (
                            default,
                            new Refusal(
                                ReasonCatalogue.CredentialMissing,
                                "The client closed the socket before it sent a message."
                            )
                        )
                        : (
                            default,
                            new Refusal(
                                ReasonCatalogue.CredentialMalformed,
                                "The first message is binary; it has to be text."
                            )
                        );
                }

                length += received.Count;
                if (received.EndOfMessage)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (ClosingHandshake.IsEndOfConnection(exception))
        {
            return (
                default,
                new Refusal(
                    ReasonCatalogue.CredentialMissing,
                    "The connection ended before a whole first message came."
                )
            );
        }

        // One byte more than allowed tells that there are too many; the format names the limit.
        return (buffer.AsMemory(0, length), null);
    }
}

using WsAuth.Client;
using WsAuth.Credentials;

namespace System.Net.WebSockets;

/// <summary>Opens connections with a credential in hand, and never without.</summary>
public static class WsAuthClientConnectExtensions
{
    private static readonly TimeSpan FirstMessageTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Connects with a credential of a provider in the <c>Authorization</c> header.</summary>
    /// <param name="socket">A socket that is not connected yet.</param>
    /// <param name="url">The URL without a credential.</param>
    /// <param name="credentials">Is asked once. A credential that the server answers with 401 is forgotten there.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="CredentialUnavailableException">The provider has none; nothing was sent.</exception>
    /// <exception cref="WebSocketException">The connection failed; <see cref="WsAuthClientWebSocketExtensions.GetHandshakeRefusal"/> may tell why.</exception>
    public static Task ConnectAsync(
        this ClientWebSocket socket,
        Uri url,
        ICredentialProvider credentials,
        CancellationToken cancellationToken = default
    ) => socket.ConnectAsync(url, credentials, CredentialLocations.AuthorizationHeader, cancellationToken);

    /// <summary>Connects with a credential of a provider in another place.</summary>
    /// <param name="socket">A socket that is not connected yet.</param>
    /// <param name="url">The URL without a credential.</param>
    /// <param name="credentials">Is asked once. A credential that the server answers with 401 or 4401 is forgotten there.</param>
    /// <param name="location">One place; a query is that of the credential's kind. A cookie belongs into <see cref="ClientWebSocketOptions.Cookies"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">It is no single place that this sets, or the credential cannot stand there.</exception>
    /// <exception cref="CredentialUnavailableException">The provider has none; nothing was sent.</exception>
    /// <exception cref="FirstMessageRefusedException">The first message was not confirmed.</exception>
    /// <exception cref="WebSocketException">The connection failed; <see cref="WsAuthClientWebSocketExtensions.GetHandshakeRefusal"/> may tell why.</exception>
    public static Task ConnectAsync(
        this ClientWebSocket socket,
        Uri url,
        ICredentialProvider credentials,
        CredentialLocations location,
        CancellationToken cancellationToken = default
    ) => socket.ConnectAsync(url, credentials, location, invoker: null, cancellationToken);

    /// <summary>Connects with a credential of a provider through a handler of one's own, as HTTP/2 (RFC 8441) needs it.</summary>
    /// <param name="socket">A socket that is not connected yet.</param>
    /// <param name="url">The URL without a credential.</param>
    /// <param name="credentials">Is asked once. A credential that the server answers with 401 or 4401 is forgotten there.</param>
    /// <param name="location">One place; a query is that of the credential's kind.</param>
    /// <param name="invoker">Sends the handshake; null for the framework's own. For HTTP/2 set <see cref="ClientWebSocketOptions.HttpVersion"/> as well.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">It is no single place that this sets, or the credential cannot stand there.</exception>
    /// <exception cref="CredentialUnavailableException">The provider has none; nothing was sent.</exception>
    /// <exception cref="FirstMessageRefusedException">The first message was not confirmed.</exception>
    /// <exception cref="WebSocketException">The connection failed; <see cref="WsAuthClientWebSocketExtensions.GetHandshakeRefusal"/> may tell why.</exception>
    public static async Task ConnectAsync(
        this ClientWebSocket socket,
        Uri url,
        ICredentialProvider credentials,
        CredentialLocations location,
        HttpMessageInvoker? invoker,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(credentials);
        if (
            location
            is not (
                CredentialLocations.AuthorizationHeader
                or CredentialLocations.SubProtocol
                or CredentialLocations.QueryAccessToken
                or CredentialLocations.QueryTicket
                or CredentialLocations.FirstMessage
            )
        )
        {
            throw new ArgumentException(
                $"A credential goes into one place, and '{location}' is none that this sets.",
                nameof(location)
            );
        }

        var token =
            await credentials.GetAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new CredentialUnavailableException(
                $"There is no credential to connect to {url.GetLeftPart(UriPartial.Path)} with: its provider has none. Nothing was sent."
            );
        try
        {
            await socket.ConnectWithAsync(url, token, location, invoker, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException) when (socket.GetHandshakeRefusal()?.Status == HttpStatusCode.Unauthorized)
        {
            credentials.Forget(token);
            throw;
        }
        catch (FirstMessageRefusedException refused) when ((int?)refused.CloseStatus == 4401)
        {
            credentials.Forget(token);
            throw;
        }
    }

    /// <summary>
    /// Connects without a credential, sends it as the first message and waits for <c>{"action":"auth_ok"}</c>. A socket that is not confirmed
    /// is aborted.
    /// </summary>
    /// <param name="socket">A socket that is not connected yet.</param>
    /// <param name="url">The URL of an endpoint that reads the first message.</param>
    /// <param name="token">The credential.</param>
    /// <param name="timeout">How long the confirmation may take once the socket is open; 10 seconds where null.</param>
    /// <param name="clock">The clock; the system's where null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The message would be longer than 4,096 bytes.</exception>
    /// <exception cref="FirstMessageRefusedException">It was not confirmed: the close code and text, or that no answer came in time.</exception>
    /// <exception cref="WebSocketException">The connection failed or broke.</exception>
    public static Task ConnectWithFirstMessageAsync(
        this ClientWebSocket socket,
        Uri url,
        MintedToken token,
        TimeSpan? timeout = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    ) => socket.ConnectWithFirstMessageAsync(url, token, invoker: null, timeout, clock, cancellationToken);

    /// <summary>
    /// As <see cref="ConnectWithFirstMessageAsync(ClientWebSocket, Uri, MintedToken, TimeSpan?, TimeProvider?, CancellationToken)"/>, through a handler
    /// of one's own.
    /// </summary>
    /// <param name="socket">A socket that is not connected yet.</param>
    /// <param name="url">The URL of an endpoint that reads the first message.</param>
    /// <param name="token">The credential.</param>
    /// <param name="invoker">Sends the handshake; null for the framework's own.</param>
    /// <param name="timeout">How long the confirmation may take once the socket is open; 10 seconds where null.</param>
    /// <param name="clock">The clock; the system's where null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The message would be longer than 4,096 bytes.</exception>
    /// <exception cref="FirstMessageRefusedException">It was not confirmed: the close code and text, or that no answer came in time.</exception>
    /// <exception cref="WebSocketException">The connection failed or broke.</exception>
    public static async Task ConnectWithFirstMessageAsync(
        this ClientWebSocket socket,
        Uri url,
        MintedToken token,
        HttpMessageInvoker? invoker,
        TimeSpan? timeout = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(token);
        var message = FirstMessageHandshake.Write(token);
        socket.Options.CollectHttpResponseDetails = true;
        await socket.ConnectAsync(url, invoker, cancellationToken).ConfigureAwait(false);
        await FirstMessageHandshake
            .RunAsync(socket, message, timeout ?? FirstMessageTimeout, clock ?? TimeProvider.System, cancellationToken)
            .ConfigureAwait(false);
    }

    internal static Task ConnectWithAsync(
        this ClientWebSocket socket,
        Uri url,
        MintedToken token,
        CredentialLocations location,
        HttpMessageInvoker? invoker,
        CancellationToken cancellationToken
    )
    {
        switch (location)
        {
            case CredentialLocations.FirstMessage:
                return socket.ConnectWithFirstMessageAsync(url, token, invoker, cancellationToken: cancellationToken);
            case CredentialLocations.SubProtocol:
                socket.Options.AddCredentialSubProtocol(token);
                break;
            case CredentialLocations.QueryAccessToken:
            case CredentialLocations.QueryTicket:
                socket.Options.CollectHttpResponseDetails = true;
                url = token.DangerousAddToQuery(url);
                break;
            default:
                socket.Options.SetCredential(token);
                break;
        }

        return socket.ConnectAsync(url, invoker, cancellationToken);
    }
}

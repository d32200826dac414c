using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;

namespace WsAuth.Tool.Doctor.Probes;

/// <summary>
/// WebSockets over HTTP/2 (RFC 8441): browsers use them where the server says in its SETTINGS that it takes an extended CONNECT, and only there. So the
/// server is asked for its SETTINGS first, and a handshake is made only where it offers that.
/// </summary>
internal sealed class Http2Probe(DoctorRequest request, HandshakeProbe handshakes, TimeProvider clock)
{
    private const byte SettingsFrame = 4;
    private const ushort EnableConnectProtocol = 8;
    private const int FrameHead = 9;
    private const int SettingLength = 6;
    private const int LongestSettings = 16 * 1024;

    private static readonly byte[] Preface =
    [
        .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
        // An empty SETTINGS frame on stream 0.
        0,
        0,
        0,
        SettingsFrame,
        0,
        0,
        0,
        0,
        0,
    ];

    /// <summary>What the server offers; no credential is sent.</summary>
    public async Task<Http2Offer> AskAsync(CancellationToken cancellationToken)
    {
        if (request.Url.Scheme is not ("wss" or "https"))
        {
            return Http2Offer.NoTls;
        }

        var options = await handshakes
            .MakeOptionsAsync(CredentialLocations.None, withOrigin: false, cancellationToken)
            .ConfigureAwait(false);
        using var connection = new ServerConnection(request.Url, options)
        {
            Protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
        if (
            !await connection.ResolveAsync(cancellationToken).ConfigureAwait(false)
            || !await connection.ConnectAsync(cancellationToken).ConfigureAwait(false)
            || !await connection.SecureAsync(cancellationToken).ConfigureAwait(false)
        )
        {
            return Http2Offer.Unknown;
        }

        if (connection.Chosen != SslApplicationProtocol.Http2)
        {
            return Http2Offer.NoHttp2;
        }

        using var limit = new StepLimit(request.Timeout, clock, cancellationToken);
        try
        {
            await connection.Stream.WriteAsync(Preface, limit.Token).ConfigureAwait(false);
            return await ReadOfferAsync(connection.Stream, limit.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException || limit.IsOver)
        {
            return Http2Offer.Unknown;
        }
    }

    /// <summary>The handshake as an extended CONNECT; null where it opened, else what refused it.</summary>
    public async Task<HandshakeDiagnosis?> ConnectAsync(
        CredentialLocations location,
        CancellationToken cancellationToken
    )
    {
        var options = await handshakes
            .MakeOptionsAsync(location, withOrigin: true, cancellationToken)
            .ConfigureAwait(false);
        var url = request.Url;
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = options.ServerCertificateValidation;
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = new Version(2, 0);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in options.Headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        foreach (var offered in options.SubProtocols)
        {
            socket.Options.AddSubProtocol(offered);
        }

        if (options.Origin is { } origin)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        if (location is CredentialLocations.QueryAccessToken or CredentialLocations.QueryTicket)
        {
            url = options.Credential!.AddToQuery(url, request.QueryParameter);
        }

        using var limit = new StepLimit(request.Timeout, clock, cancellationToken);
        try
        {
            await socket.ConnectAsync(url, invoker, limit.Token).ConfigureAwait(false);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception fault) when (fault is WebSocketException || limit.IsOver)
        {
            return HandshakeDiagnosis.Of(fault, socket, request.Url, clock);
        }
    }

    private static async Task<Http2Offer> ReadOfferAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[FrameHead];
        await stream.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
        var length = (head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1));
        if (head[3] != SettingsFrame || length > LongestSettings)
        {
            return Http2Offer.Unknown;
        }

        var settings = new byte[length];
        await stream.ReadExactlyAsync(settings, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i + SettingLength <= length; i += SettingLength)
        {
            if (
                BinaryPrimitives.ReadUInt16BigEndian(settings.AsSpan(i)) == EnableConnectProtocol
                && BinaryPrimitives.ReadUInt32BigEndian(settings.AsSpan(i + 2)) == 1
            )
            {
                return Http2Offer.ExtendedConnect;
            }
        }

        return Http2Offer.Http2Only;
    }
}

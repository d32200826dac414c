using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace WsAuth.Client.Diagnosis;

/// <summary>One connection to the server: name, TCP and TLS, each told by itself. No proxy is used.</summary>
internal sealed class ServerConnection(Uri url, DiagnosisOptions options) : IDisposable
{
    private Socket? _socket;

    /// <summary>What the connection failed at.</summary>
    public Obstacle Obstacle { get; private set; }

    /// <summary>What was seen at it; made of numbers and names, never of the server's texts.</summary>
    public string Seen { get; private set; } = "";

    public IPAddress[] Addresses { get; private set; } = [];

    /// <summary>The negotiated stream, once all steps have passed.</summary>
    public Stream Stream { get; private set; } = Stream.Null;

    /// <summary>What is offered to be spoken over TLS (RFC 7301), most wanted first.</summary>
    public IReadOnlyList<SslApplicationProtocol> Protocols { get; init; } = [SslApplicationProtocol.Http11];

    /// <summary>What the server chose of it; the default where it chose none.</summary>
    public SslApplicationProtocol Chosen { get; private set; }

    public bool IsSecure => url.Scheme is "wss" or "https";

    public async Task<bool> ResolveAsync(CancellationToken cancellationToken)
    {
        using var limit = new StepLimit(options.StepTimeout, options.Clock, cancellationToken);
        try
        {
            Addresses = await Dns.GetHostAddressesAsync(url.DnsSafeHost, limit.Token).ConfigureAwait(false);
            Seen = string.Join(", ", Addresses.Take(8).Select(address => address.ToString()));
            return Addresses.Length > 0 || Fail(Obstacle.NameUnknown, "no address");
        }
        catch (SocketException fault)
        {
            return Fail(
                fault.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData
                    ? Obstacle.NameUnknown
                    : Obstacle.NameLookupFailed,
                fault.SocketErrorCode.ToString()
            );
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            return Fail(Obstacle.NameLookupFailed, $"no answer within {Seconds}");
        }
    }

    public async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        var tried = new List<string>();
        var failed = Obstacle.Unreachable;
        foreach (var address in Addresses)
        {
            using var limit = new StepLimit(options.StepTimeout / Addresses.Length, options.Clock, cancellationToken);
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, url.Port), limit.Token).ConfigureAwait(false);
                _socket = socket;
                Stream = new NetworkStream(socket);
                tried.Add($"{new IPEndPoint(address, url.Port)} connected");
                Seen = string.Join(", ", tried);
                return true;
            }
            catch (SocketException fault)
            {
                failed =
                    fault.SocketErrorCode == SocketError.ConnectionRefused ? Obstacle.ConnectionRefused
                    : fault.SocketErrorCode == SocketError.TimedOut ? Obstacle.ConnectTimedOut
                    : Obstacle.Unreachable;
                tried.Add($"{new IPEndPoint(address, url.Port)} {fault.SocketErrorCode}");
            }
            catch (OperationCanceledException) when (limit.IsOver)
            {
                failed = Obstacle.ConnectTimedOut;
                tried.Add($"{new IPEndPoint(address, url.Port)} did not answer");
            }
            finally
            {
                if (_socket is null)
                {
                    socket.Dispose();
                }
            }
        }

        return Fail(failed, string.Join(", ", tried));
    }

    /// <summary>Negotiates TLS where the URL asks for it.</summary>
    public async Task<bool> SecureAsync(CancellationToken cancellationToken)
    {
        var first = new FirstBytesStream(Stream);
        Stream = first;
        if (!IsSecure)
        {
            Seen = "not asked for by the URL";
            return true;
        }

        using var limit = new StepLimit(options.StepTimeout, options.Clock, cancellationToken);
        var certificate = new CertificateFinding(url, options, Protocols);
        var secured = new SslStream(first);
        Stream = secured;
        try
        {
            await secured.AuthenticateAsClientAsync(certificate.Options, limit.Token).ConfigureAwait(false);
            Seen = string.Create(
                CultureInfo.InvariantCulture,
                $"{secured.SslProtocol}, {certificate.Seen ?? "the certificate is trusted"}"
            );
            Chosen = secured.NegotiatedApplicationProtocol;
            HasDoubtfulCertificate = certificate.Seen is not null;
            return true;
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            return Fail(Obstacle.TlsTimedOut, $"no end of the negotiation within {Seconds}");
        }
        catch (Exception fault)
            when (fault is System.Security.Authentication.AuthenticationException or IOException or SocketException)
        {
            return Fail(
                certificate.IsRefused ? Obstacle.CertificateRefused
                    : first.First.StartsWith("HTTP/"u8) ? Obstacle.PlainServerOnTlsPort
                    : Obstacle.TlsFailed,
                certificate.IsRefused ? certificate.Seen! : TlsRecord.Describe(first.First)
            );
        }
    }

    /// <summary>Whether the options accept a certificate that the machine would not.</summary>
    public bool HasDoubtfulCertificate { get; private set; }

    public void Dispose()
    {
        Stream.Dispose();
        _socket?.Dispose();
    }

    private string Seconds =>
        string.Create(CultureInfo.InvariantCulture, $"{options.StepTimeout.TotalSeconds:0.###} s");

    private bool Fail(Obstacle obstacle, string seen)
    {
        (Obstacle, Seen) = (obstacle, seen);
        return false;
    }
}

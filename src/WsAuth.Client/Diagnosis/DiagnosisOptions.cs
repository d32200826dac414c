using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using WsAuth.Credentials;

namespace WsAuth.Client.Diagnosis;

/// <summary>What a diagnosed handshake sends, as <c>ClientWebSocketOptions</c> would be told, and how far the diagnosis goes.</summary>
public sealed class DiagnosisOptions
{
    /// <summary>Further request headers. Those of the handshake itself, <c>Sec-WebSocket-…</c>, <c>Upgrade</c> and <c>Connection</c>, are the diagnosis' own.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public IDictionary<string, string> Headers { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The sub-protocols to offer, most wanted first (RFC 6455 §1.9).</summary>
    public IList<string> SubProtocols { get; } = [];

    /// <summary>The <c>Origin</c> that a page would send (RFC 6454).</summary>
    /// <value>Default: null; none, as no client but a browser sends one.</value>
    public string? Origin { get; set; }

    /// <summary>Cookies; those that belong to the URL are sent (RFC 6265).</summary>
    /// <value>Default: null; none.</value>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public CookieContainer? Cookies { get; set; }

    /// <summary>Certificates of the client, where the server wants one.</summary>
    /// <value>Default: null; none.</value>
    public X509CertificateCollection? ClientCertificates { get; set; }

    /// <summary>Decides over the server's certificate, for example one of a private authority. What is wrong with it is told either way.</summary>
    /// <value>Default: null; the machine's own judgement.</value>
    public RemoteCertificateValidationCallback? ServerCertificateValidation { get; set; }

    /// <summary>How long each step may take: name resolution, TCP, TLS, the answer, the first ping.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an open socket is watched after its first ping: a server that accepts first and refuses then does so at once. One that
    /// closes for want of a first message waits longer, and is seen with a longer time.</summary>
    /// <value>Default: 1 second.</value>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a refusal without a reason is compared with the answer to a plain GET of the same URL with the same headers.</summary>
    /// <value>Default: true.</value>
    public bool ComparesPlainGet { get; set; } = true;

    /// <summary>Where the server explains attempts: what <c>MapWsAuthDiagnostics</c> was given (<c>https://api.example/ws-auth</c>), with or
    /// without <c>/attempts</c>. Asked after a refusal, without the credential, by the id of the answer, else by the one that the diagnosis
    /// sent along.</summary>
    /// <value>Default: null; not asked.</value>
    public Uri? AttemptsBase { get; set; }

    /// <summary>The clock, for limits and for comparing <c>Date</c> with.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Goes with the question about the attempt, and nowhere else: whoever may see the whole record is shown it.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string? OperatorToken { get; set; }

    /// <summary>Secrets that this side holds and does not send, which a server may know: nothing that holds a piece of them is shown.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal IReadOnlyCollection<string> Held { get; set; } = [];

    /// <summary>The query parameter that carries the credential, where it is another one than this library's servers read.</summary>
    internal string? QueryParameter { get; set; }

    internal MintedToken? Credential { get; private set; }

    internal CredentialLocations Location { get; private set; }

    /// <summary>Sends a credential, in one place.</summary>
    /// <param name="token">The credential.</param>
    /// <param name="location">The header, the sub-protocol, a query (that of the credential's kind) or the first message. A cookie belongs into <see cref="Cookies"/>.</param>
    /// <exception cref="ArgumentException">It is no single place that this sets, or the credential cannot stand there.</exception>
    public void SetCredential(MintedToken token, CredentialLocations location = CredentialLocations.AuthorizationHeader)
    {
        ArgumentNullException.ThrowIfNull(token);
        switch (location)
        {
            case CredentialLocations.AuthorizationHeader:
                Headers["Authorization"] = $"Bearer {token.DangerousGetText()}";
                break;
            case CredentialLocations.SubProtocol:
                SubProtocols.Add(CredentialText.ForSubProtocol(token, nameof(token)));
                break;
            case CredentialLocations.FirstMessage:
                FirstMessageHandshake.Write(token);
                break;
            case CredentialLocations.QueryAccessToken or CredentialLocations.QueryTicket:
                break;
            default:
                throw new ArgumentException(
                    $"A credential goes into one place, and '{location}' is none that this sets.",
                    nameof(location)
                );
        }

        (Credential, Location) = (token, location);
    }

    /// <summary>Sends a credential that came from elsewhere, in the <c>Authorization</c> header.</summary>
    /// <param name="bearerText">The credential alone, without <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">It cannot stand in a header.</exception>
    public void SetCredential(string bearerText)
    {
        CredentialText.ThrowIfUnfitForHeader(bearerText, nameof(bearerText));
        Headers["Authorization"] = $"Bearer {bearerText}";
    }
}

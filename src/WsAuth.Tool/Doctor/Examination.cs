using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Tool.Doctor.Credentials;
using WsAuth.Tool.Doctor.Probes;

namespace WsAuth.Tool.Doctor;

/// <summary>Everything that was tried, and what came of it.</summary>
internal sealed class Examination
{
    public required DoctorRequest Request { get; init; }

    public required CredentialSupply Supply { get; init; }

    public required IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>The handshake as the client makes it; null where no ticket was issued for it.</summary>
    public Attempt? Primary { get; set; }

    /// <summary>The refusal of the ticket that the handshake needs.</summary>
    public TicketNotIssuedException? NoTicket { get; set; }

    /// <summary>The same with the credential in other places.</summary>
    public Dictionary<CredentialLocations, Attempt> Elsewhere { get; } = [];

    /// <summary>Why a place was not tried.</summary>
    public Dictionary<CredentialLocations, string> NotTried { get; } = [];

    /// <summary>A word that is no credential, in the place that opens: where that opens too, the place is not the cause.</summary>
    public Attempt? WordElsewhere { get; set; }

    public Attempt? WithoutOrigin { get; set; }

    public Attempt? WithoutCredential { get; set; }

    public Http2Offer Http2 { get; set; }

    /// <summary>What refused the handshake over HTTP/2; null where it opened, or was not tried.</summary>
    public HandshakeDiagnosis? Http2Refusal { get; set; }

    public bool IsHttp2Tried { get; set; }

    public SecretComparison? Secrets { get; set; }

    /// <summary>Whether the server was asked for its secrets.</summary>
    public bool AreSecretsAsked { get; set; }

    public int CredentialsSent { get; set; }

    public Attempt? OpenedElsewhere => Elsewhere.Values.FirstOrDefault(attempt => attempt.Opened);

    /// <summary>Whether an answer is by this library: it names a reason or an attempt in its own headers, or in a close frame.</summary>
    public bool IsOfWsAuth =>
        Attempts.Any(attempt =>
            attempt.Diagnosis.Reason is not null || attempt.Facts.Answer?["X-WsAuth-Attempt"] is not null
        );
}

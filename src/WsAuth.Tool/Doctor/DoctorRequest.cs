using WsAuth.Credentials;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor;

/// <summary>What <c>wsauth doctor</c> was asked.</summary>
internal sealed record DoctorRequest
{
    public required Uri Url { get; init; }

    /// <summary>What is to be sent; null where nobody said, and a JWT is minted if one can be.</summary>
    public DoctorKind? Kind { get; init; }

    public bool TakesCredentialFromInput { get; init; }

    public Uri? TicketUrl { get; init; }

    public string Subject { get; init; } = "wsauth-doctor";

    public string? Agent { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Claims { get; init; } = [];

    /// <summary>Where the client puts the credential; null where nobody said.</summary>
    public CredentialLocations? Location { get; init; }

    /// <summary>The query parameter that the client uses; null for this library's own.</summary>
    public string? QueryParameter { get; init; }

    public string? Origin { get; init; }

    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Where <c>MapWsAuthDiagnostics</c> is served.</summary>
    public required Uri Diagnostics { get; init; }

    /// <summary>Whether that was said, and not guessed.</summary>
    public bool IsDiagnosticsGiven { get; init; }

    /// <summary>The value of the variable that was named; never shown.</summary>
    public string? OperatorToken { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    public bool AcceptsAnyCertificate { get; init; }

    public bool IsQuick { get; init; }

    public required ConfigurationRequest Configuration { get; init; }
}

using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace WsAuth.Client.Diagnosis;

/// <summary>What the machine holds against a server's certificate, whatever the options decide over it (RFC 5280, RFC 9525).</summary>
internal sealed class CertificateFinding(
    Uri url,
    DiagnosisOptions options,
    IEnumerable<SslApplicationProtocol> protocols
)
{
    public SslClientAuthenticationOptions Options =>
        new()
        {
            TargetHost = url.DnsSafeHost,
            ApplicationProtocols = [.. protocols],
            ClientCertificates = options.ClientCertificates,
            RemoteCertificateValidationCallback = Judge,
        };

    public bool IsRefused { get; private set; }

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? Seen { get; private set; }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Seen = errors == SslPolicyErrors.None ? null : Describe(certificate as X509Certificate2, chain, errors);
        var isAccepted =
            options.ServerCertificateValidation?.Invoke(sender, certificate, chain, errors)
            ?? errors == SslPolicyErrors.None;
        IsRefused = !isAccepted;
        Seen ??= isAccepted ? null : "the options' own validation refuses it";
        return isAccepted;
    }

    private string Describe(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "the server has no certificate";
        }

        var now = options.Clock.GetUtcNow();
        var found = new List<string>();
        if (certificate.NotAfter.ToUniversalTime() < now)
        {
            found.Add(Invariant($"it expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC"));
        }

        if (certificate.NotBefore.ToUniversalTime() > now)
        {
            found.Add(
                Invariant($"it is valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC on only")
            );
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            found.Add("it is for another name than the URL's host");
        }

        var problems = chain?.ChainStatus.Select(status => status.Status).ToList() ?? [];
        if (
            problems.Exists(status => status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain)
        )
        {
            found.Add(
                certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
                    ? "it is self-signed and not trusted by this machine"
                    : "its issuer is not trusted by this machine, or the server does not send the certificates in between"
            );
        }

        return found.Count > 0 ? string.Join("; ", found) : "it is refused: " + string.Join(", ", problems.Distinct());
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

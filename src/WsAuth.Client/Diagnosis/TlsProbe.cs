using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace WsAuth.Client.Diagnosis;

/// <summary>Asks a port that was silent in plain HTTP whether it speaks TLS. Nothing but a greeting is sent; the certificate is looked at by nobody.</summary>
internal static class TlsProbe
{
    public static async Task<bool> SpeaksTlsAsync(
        Uri url,
        DiagnosisOptions options,
        CancellationToken cancellationToken
    )
    {
        using var connection = new ServerConnection(url, options);
        if (
            !await connection.ResolveAsync(cancellationToken).ConfigureAwait(false)
            || !await connection.ConnectAsync(cancellationToken).ConfigureAwait(false)
        )
        {
            return false;
        }

        using var limit = new StepLimit(options.StepTimeout, options.Clock, cancellationToken);
        using var first = new FirstBytesStream(connection.Stream);
        using var greeting = new SslStream(first);
        try
        {
            await greeting
                .AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = url.DnsSafeHost,
                        RemoteCertificateValidationCallback = (_, _, _, _) => false,
                    },
                    limit.Token
                )
                .ConfigureAwait(false);
        }
        catch (Exception fault)
            when (fault is AuthenticationException or IOException or SocketException
                || (fault is OperationCanceledException && limit.IsOver)
            )
        {
            // It ends so in any case.
        }

        return TlsRecord.IsHandshake(first.First);
    }
}

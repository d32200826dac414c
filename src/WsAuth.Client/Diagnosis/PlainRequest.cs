using System.Net.Sockets;
using System.Text;

namespace WsAuth.Client.Diagnosis;

/// <summary>One HTTP request on a connection of its own; null where no answer comes.</summary>
internal sealed class PlainRequest(Uri url, DiagnosisOptions options)
{
    /// <summary>Asks one of the server's diagnostic endpoints, as the operator where there is a token of one.</summary>
    public Task<HttpAnswer?> AskForJsonAsync(CancellationToken cancellationToken)
    {
        var authorization = options.OperatorToken is { } token ? $"Authorization: Bearer {token}\r\n" : "";
        return SendAsync(
            Encoding.ASCII.GetBytes(
                $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nAccept: application/json\r\n{authorization}Connection: close\r\n\r\n"
            ),
            cancellationToken
        );
    }

    public async Task<HttpAnswer?> SendAsync(byte[] get, CancellationToken cancellationToken)
    {
        using var connection = new ServerConnection(url, options);
        if (
            !await connection.ResolveAsync(cancellationToken).ConfigureAwait(false)
            || !await connection.ConnectAsync(cancellationToken).ConfigureAwait(false)
            || !await connection.SecureAsync(cancellationToken).ConfigureAwait(false)
        )
        {
            return null;
        }

        using var limit = new StepLimit(options.StepTimeout, options.Clock, cancellationToken);
        var reader = new HttpAnswerReader(connection.Stream);
        try
        {
            await connection.Stream.WriteAsync(get, limit.Token).ConfigureAwait(false);
            return await reader.ReadHeadAsync(limit.Token).ConfigureAwait(false) is { } answer
                ? await reader.ReadBodyAsync(answer, limit.Token).ConfigureAwait(false)
                : null;
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return null;
        }
    }
}

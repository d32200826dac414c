using System.Net.Sockets;

namespace WsAuth.Client.Diagnosis;

/// <summary>One HTTP request on a connection of its own; null where no answer comes.</summary>
internal sealed class PlainRequest(Uri url, DiagnosisOptions options)
{
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

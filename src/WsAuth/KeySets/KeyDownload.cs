using System.Net.Http.Headers;

namespace WsAuth.KeySets;

/// <summary>Gets a JSON document: no redirects, at most 1 MiB, nothing but 200 counts. Every failure is a text.</summary>
internal sealed class KeyDownload(HttpMessageInvoker client, bool allowsPlainHttp)
{
    private const int LargestBody = 1024 * 1024;

    public async Task<(ReadOnlyMemory<byte> Body, string? Fault)> GetAsync(
        Uri address,
        CancellationToken cancellationToken
    )
    {
        if (KeyAddress.IsUnprotected(address) && !allowsPlainHttp)
        {
            return (default, "it is plain http, where anyone on the way can put keys of his own in; use https");
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/jwk-set+json"));
            using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return FindFault(response, address) is { } fault
                ? (default, fault)
                : await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            return (default, $"it cannot be reached ({exception.HttpRequestError})");
        }
        catch (IOException exception)
        {
            return (default, $"its answer broke off ({exception.GetType().Name})");
        }
    }

    private static string? FindFault(HttpResponseMessage response, Uri address)
    {
        var status = (int)response.StatusCode;
        return status is >= 300 and < 400
                ? $"it answers with a redirect ({status}), which is not followed; configure the final address"
            : status != 200 ? $"it answers with {status}"
            // A handler that was put in from outside may follow redirects by itself.
            : response.RequestMessage?.RequestUri is { } final && final != address
                ? "it was redirected, which is not accepted; configure the final address"
            : response.Content.Headers.ContentLength > LargestBody ? TooLarge
            : null;
    }

    private static string TooLarge => $"its answer is larger than {LargestBody / 1024} KiB";

    private static async Task<(ReadOnlyMemory<byte> Body, string? Fault)> ReadAsync(
        HttpContent content,
        CancellationToken cancellationToken
    )
    {
        using var body = new MemoryStream();
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[16 * 1024];
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                body.Write(buffer, 0, count);
                if (body.Length > LargestBody)
                {
                    return (default, TooLarge);
                }
            }
        }

        return (body.ToArray(), null);
    }
}

using System.Net.Http.Json;
using System.Text.Json;

namespace WsAuth.Client;

/// <summary>
/// Fetches connection tickets from a server. A ticket cannot be minted elsewhere: its key may be the server's own, and it names the
/// process that issued it. Fetch one for each connection.
/// </summary>
public sealed class TicketClient
{
    private readonly HttpClient _http;
    private readonly Uri _endpoint;
    private readonly TimeProvider _clock;

    /// <summary>A client of one ticket endpoint.</summary>
    /// <param name="http">Sends the requests; its cookies and default headers count.</param>
    /// <param name="endpoint">The absolute URL of the endpoint, for example <c>https://api.example/auth/ws-ticket</c>.</param>
    /// <param name="clock">The clock; the system's where null.</param>
    public TicketClient(HttpClient http, Uri endpoint, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("The ticket endpoint is an absolute http or https URL.", nameof(endpoint));
        }

        _http = http;
        _endpoint = endpoint;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Fetches a ticket.</summary>
    /// <param name="credential">Who asks; null where the HTTP client itself brings a cookie or a header.</param>
    /// <param name="path">The path of the WebSocket URL; null for the server's own choice.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TicketRefusedException">The server said no.</exception>
    /// <exception cref="HttpRequestException">No answer came, or one that is none of a ticket endpoint.</exception>
    public async Task<ConnectionTicket> FetchAsync(
        MintedToken? credential = null,
        string? path = null,
        CancellationToken cancellationToken = default
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint);
        if (credential is not null)
        {
            request.Headers.Authorization = credential.ToAuthorizationHeader();
        }

        if (path is not null)
        {
            request.Content = JsonContent.Create(new { path });
        }

        var asked = _clock.GetUtcNow();
        using var answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new TicketRefusedException(
                new HandshakeRefusal(
                    answer.StatusCode,
                    Find(answer, HandshakeRefusal.ReasonHeader),
                    Find(answer, HandshakeRefusal.AttemptHeader)
                ),
                answer.Headers.RetryAfter?.Delta
            );
        }

        return await ReadAsync(answer, asked, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ConnectionTicket> ReadAsync(
        HttpResponseMessage answer,
        DateTimeOffset asked,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var body = await JsonDocument
                .ParseAsync(
                    await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
                    default,
                    cancellationToken
                )
                .ConfigureAwait(false);
            var ticket = body.RootElement.GetProperty("ticket").GetString()!;
            CredentialText.ThrowIfUnfitForHeader(ticket, nameof(answer));
            return new ConnectionTicket(
                ticket,
                ReadUrl(body.RootElement),
                asked + TimeSpan.FromSeconds(body.RootElement.GetProperty("expires_in").GetInt64())
            );
        }
        catch (Exception exception)
            when (exception
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or ArgumentException
            )
        {
            // The answer may hold a ticket: what is wrong with it is not quoted.
            throw new HttpRequestException(
                $"The answer of {_endpoint.GetLeftPart(UriPartial.Path)} is none of a ticket endpoint ({exception.GetType().Name})."
            );
        }
    }

    private Uri ReadUrl(JsonElement body)
    {
        var url = body.TryGetProperty("url", out var absolute)
            ? new Uri(absolute.GetString()!)
            : new Uri(SocketBase(), body.GetProperty("path").GetString() ?? throw new FormatException());

        // A path alone is an absolute URL of a file on some systems.
        return url.Scheme is "wss" or "ws" ? url : throw new FormatException();
    }

    private Uri SocketBase() => new UriBuilder(_endpoint) { Scheme = _endpoint.Scheme == "https" ? "wss" : "ws" }.Uri;

    private static string? Find(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>Keeps the head of the last answer, which the ticket's own client drops where it is no ticket.</summary>
internal sealed class TicketAnswerKeeping(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Null where none came.</summary>
    public HttpResponseMessage? Last { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => Last = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
}

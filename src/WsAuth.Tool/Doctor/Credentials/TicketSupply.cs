using WsAuth.Client;
using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>Fetches a ticket for each handshake; the server allows a handful of them at a time, so that few are asked for.</summary>
internal sealed class TicketSupply(CredentialSupply payer, DoctorRequest request, TimeProvider clock) : CredentialSupply
{
    private const int LargestAnswer = 64 * 1024;

    private readonly TicketAnswerKeeping _answers = MakeHandler(request);
    private HttpClient? _http;

    /// <summary>What buys the tickets.</summary>
    public CredentialSupply Payer => payer;

    public override TokenKind Kind => TokenKind.Ticket;

    public override string Origin => $"a ticket fetched by POST with {payer.Origin}";

    public override int MostAttempts => 2;

    public override IReadOnlyCollection<string> Held => payer.Held;

    public override IReadOnlyList<string> Findings => payer.Findings;

    public override async Task<MintedToken?> NextAsync(
        CredentialLocations location,
        CancellationToken cancellationToken
    )
    {
        var paying = await payer
            .NextAsync(CredentialLocations.AuthorizationHeader, cancellationToken)
            .ConfigureAwait(false);
        _http ??= new HttpClient(_answers) { Timeout = request.Timeout, MaxResponseContentBufferSize = LargestAnswer };
        _answers.Last = null;
        try
        {
            var ticket = await new TicketClient(_http, request.TicketUrl!, clock)
                .FetchAsync(paying, request.Url.AbsolutePath, cancellationToken)
                .ConfigureAwait(false);
            return ticket.Token;
        }
        catch (Exception fault) when (fault is TicketRefusedException or HttpRequestException or TaskCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TicketNotIssuedException(fault as TicketRefusedException, fault)
            {
                Answer = _answers.Last is { } last ? TicketAnswer.Of(last, request.TicketUrl!, paying) : null,
                Paid = paying,
            };
        }
    }

    public override void Dispose()
    {
        _http?.Dispose();
        _answers.Dispose();
        payer.Dispose();
    }

    private static TicketAnswerKeeping MakeHandler(DoctorRequest request)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
        };
        if (request.AcceptsAnyCertificate)
        {
#pragma warning disable CA5359 // Asked for by --insecure, which says so loudly.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return new TicketAnswerKeeping(handler);
    }
}

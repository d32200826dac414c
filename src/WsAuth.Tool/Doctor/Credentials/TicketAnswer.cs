using WsAuth.Client;
using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>What came back where a ticket was asked for; safe to paste.</summary>
internal sealed class TicketAnswer
{
    /// <summary>What bought the ticket; null where nothing could.</summary>
    public MintedToken? Paid { get; init; }

    public int Status { get; private init; }

    public string? Reason { get; private init; }

    public string? AttemptId { get; private init; }

    /// <summary>Where a redirection leads, without values of its query.</summary>
    public string? RedirectsTo { get; private init; }

    public string? Allow { get; private init; }

    public string? Server { get; private init; }

    public bool IsHtml { get; private init; }

    public bool IsLogin =>
        RedirectsTo is { } to
        && (
            to.Contains("login", StringComparison.OrdinalIgnoreCase)
            || to.Contains("signin", StringComparison.OrdinalIgnoreCase)
            || to.Contains("auth", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Reads one.</summary>
    public static TicketAnswer Of(HttpResponseMessage answer, Uri endpoint, MintedToken? paid)
    {
        var options = new DiagnosisOptions();
        if (paid is not null)
        {
            options.SetCredential(paid, CredentialLocations.AuthorizationHeader);
        }

        var conceal = new Concealment(endpoint, options);
        return new TicketAnswer
        {
            Paid = paid,
            Status = (int)answer.StatusCode,
            Reason = Find("X-WsAuth-Reason"),
            AttemptId =
                FindRaw(OwnAttemptId.Header) is { } id && OwnAttemptId.IsId(id) && !conceal.Holds(id) ? id : null,
            RedirectsTo = answer.Headers.Location is { } location
                ? conceal.Name(Concealment.Address(new Uri(endpoint, location)))
                : null,
            Allow = Find("Allow"),
            Server = Find("Server"),
            IsHtml = answer.Content.Headers.ContentType?.MediaType == "text/html",
        };

        string? Find(string name) => FindRaw(name) is { } value ? conceal.Name(value) : null;

        string? FindRaw(string name) =>
            answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
                ? string.Join(", ", values)
                : null;
    }
}

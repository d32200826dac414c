using System.Buffers;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Handshake.Locations;

/// <summary>
/// The sub-protocols <c>bearer.TOKEN</c> and <c>ticket.TOKEN</c>, for browsers, whose WebSocket can set no other header. A sub-protocol is
/// a token (RFC 6455 §4.1, RFC 9110 §5.6.2), in which base64's <c>/</c> and <c>=</c> are illegal.
/// </summary>
internal sealed class SubProtocolLocation() : CredentialLocation(CredentialLocations.SubProtocol, 8192)
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    public override void Read(HandshakeRequest request, ref CredentialSearch search)
    {
        var header = request.Header(OfferedSubProtocols.HeaderName);
        if (header.Count == 0)
        {
            return;
        }

        var isFound = false;
        foreach (var value in header)
        {
            foreach (var entry in OfferedSubProtocols.Entries(value))
            {
                if (entry.Span.StartsWith(OfferedSubProtocols.BearerPrefix, StringComparison.OrdinalIgnoreCase))
                {
                    Take(entry[OfferedSubProtocols.BearerPrefix.Length..], null, ref search);
                }
                else if (entry.Span.StartsWith(OfferedSubProtocols.TicketPrefix, StringComparison.OrdinalIgnoreCase))
                {
                    Take(entry[OfferedSubProtocols.TicketPrefix.Length..], TokenKind.Ticket, ref search);
                }
                else
                {
                    continue;
                }

                isFound = true;
                if (search.Refusal is not null)
                {
                    return;
                }
            }
        }

        // Browsers close a connection for which they offered sub-protocols and of which none is echoed, and the credential's never is.
        if (isFound && request.Header("Origin").Count > 0 && OfferedSubProtocols.FirstOther(header) is null)
        {
            search.Refuse(new Refusal(ReasonCatalogue.SubprotocolMissing));
        }
    }

    private void Take(ReadOnlyMemory<char> text, TokenKind? onlyKind, ref CredentialSearch search)
    {
        var illegal = text.Span.IndexOfAnyExcept(TokenCharacters);
        if (illegal >= 0 && text.Span[illegal] is '/' or '=')
        {
            search.Refuse(
                new Refusal(
                    ReasonCatalogue.CredentialMalformed,
                    $"In the {Place.Describe()}, it holds '{text.Span[illegal]}', which is illegal there.",
                    "Write it in the base64url form without padding: '-' for '+', '_' for '/', no '='."
                )
            );
            return;
        }

        search.Take(text, this, onlyKind);
        if (illegal >= 0 && search.Refusal is null && CredentialDamage.Find(text.Span, Place) is null)
        {
            search.Refuse(
                new Refusal(
                    ReasonCatalogue.CredentialMalformed,
                    $"In the {Place.Describe()}, it holds a character that is illegal there.",
                    "Send the credential in a header, or by a ticket; a sub-protocol takes letters, digits and !#$%&'*+-.^_`|~ only."
                )
            );
        }
    }
}

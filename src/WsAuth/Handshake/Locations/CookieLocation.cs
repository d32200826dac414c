using WsAuth.Credentials;
using WsAuth.Options;
using WsAuth.Reasons;

namespace WsAuth.Handshake.Locations;

/// <summary>
/// A named cookie (RFC 6265 §5.4). Browsers add it to a handshake that any page opens, so it counts only beside an <c>Origin</c>, which
/// the host has compared with its list before; a client without one is no browser and has better places.
/// </summary>
internal sealed class CookieLocation(WsAuthSettings settings) : CredentialLocation(CredentialLocations.Cookie, 4096)
{
    private static readonly Refusal NoOrigin = new(
        ReasonCatalogue.OriginRefused,
        "The credential stands in a cookie, and the handshake has no Origin that would tell which page sent it.",
        "A client that is no browser sends 'Authorization: Bearer <token>'; a proxy has to pass Origin on."
    );

    public override bool YieldsToOthers => true;

    public override void Read(HandshakeRequest request, ref CredentialSearch search)
    {
        if (!request.IsHandshake || settings.Current.Cookie.Name is not { } name)
        {
            return;
        }

        foreach (var header in request.Header("Cookie"))
        {
            for (var rest = header.AsMemory(); !rest.IsEmpty && search.Refusal is null; )
            {
                var end = rest.Span.IndexOf(';');
                var pair = (end < 0 ? rest : rest[..end]).Trim();
                rest = end < 0 ? default : rest[(end + 1)..];
                var equals = pair.Span.IndexOf('=');
                if (equals > 0 && pair.Span[..equals].TrimEnd().SequenceEqual(name))
                {
                    Take(pair[(equals + 1)..].Trim(), request, ref search);
                }
            }
        }
    }

    private void Take(ReadOnlyMemory<char> value, HandshakeRequest request, ref CredentialSearch search)
    {
        if (request.Header("Origin").Count == 0)
        {
            search.Refuse(NoOrigin);
            return;
        }

        // A value may be quoted (RFC 6265 §4.1.1), and frameworks encode what a cookie cannot hold.
        if (value.Length > 1 && value.Span[0] == '"' && value.Span[^1] == '"')
        {
            value = value[1..^1];
        }

        search.Take(value.Span.Contains('%') ? Uri.UnescapeDataString(value.Span).AsMemory() : value, this);
    }
}

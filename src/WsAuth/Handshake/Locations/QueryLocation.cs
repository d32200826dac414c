using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.Handshake.Locations;

/// <summary>One query parameter, and the only kind that it carries where there is one.</summary>
internal sealed class QueryLocation(CredentialLocations place, string parameter, TokenKind? onlyKind = null)
    : CredentialLocation(place, 4096)
{
    public override void Read(HandshakeRequest request, ref CredentialSearch search)
    {
        if (request.RawQuery.Length <= 1)
        {
            return;
        }

        foreach (var value in request.Query(parameter))
        {
            search.Take(value.AsMemory(), this, onlyKind);
            if (search.Refusal is not null)
            {
                return;
            }
        }
    }
}

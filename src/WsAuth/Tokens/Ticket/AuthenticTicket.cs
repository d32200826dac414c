using WsAuth.Secrets;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tokens.Ticket;

/// <summary>A ticket whose signature is verified; whether it is good here and now is another question.</summary>
internal sealed class AuthenticTicket(TicketContent content, JwtClaims claims, SecretKey key)
{
    public TicketContent Content => content;

    public JwtClaims Claims => claims;

    public SecretKey Key => key;
}

using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Credentials;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Which sub-protocol the answer echoes (RFC 6455 §4.2.2) where one of the offered ones carries a credential: the handler's choice, else the
/// first other one, since browsers close a connection without an echo; and never the credential's.
/// </summary>
internal static class EchoedSubProtocol
{
    public static WebSocketAcceptContext Choose(StringValues offered, WebSocketAcceptContext context)
    {
        if (!OfferedSubProtocols.AnyCredential(offered) || IsOwnChoice(context.SubProtocol))
        {
            return context;
        }

        // A copy, of whatever class and with every flag: handlers share theirs among requests, and so does the framework.
        var copy = (WebSocketAcceptContext)MemberwiseClone(context);
        copy.SubProtocol = OfferedSubProtocols.FirstOther(offered);
        return copy;
    }

    private static bool IsOwnChoice(string? chosen) =>
        chosen is not null && chosen != CredentialRedaction.Replacement && !OfferedSubProtocols.IsCredential(chosen);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(MemberwiseClone))]
    private static extern object MemberwiseClone(object instance);
}

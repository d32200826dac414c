using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Registration;

/// <summary>What one endpoint accepts, and from where.</summary>
public sealed class WsAuthEndpointOptions
{
    /// <summary>The accepted kinds, at least one.</summary>
    public IReadOnlyList<TokenKind> Kinds { get; set; } = [];

    /// <summary>The locations where a credential may stand; only such as the options switch on.</summary>
    /// <value>Default: null; all locations that the options switch on.</value>
    public CredentialLocations? Locations { get; set; }

    /// <summary>The origins whose pages may connect here, instead of <see cref="WsAuthOptions.Origins"/>, separated by spaces.</summary>
    /// <value>Default: null; as the options say.</value>
    public string? Origins { get; set; }

    /// <summary>
    /// Whether a handshake without a credential may be accepted and present it in its first message:
    /// <c>{"action":"auth","token":…}</c> or <c>{"action":"auth","ticket":…}</c>, answered <c>{"action":"auth_ok"}</c>. The endpoint's policies are evaluated inside the accept call;
    /// until that returns, the caller is anonymous. Where it is refused, the call throws a <see cref="HandshakeRefusedException"/>.
    /// </summary>
    /// <value>Default: false.</value>
    public bool FirstMessage { get; set; }

    /// <summary>Until when this endpoint accepts shared secrets; the end in <c>WsAuth:SharedSecret:AcceptUntil</c> counts too, whichever is earlier.</summary>
    /// <value>Default: null; as the options say.</value>
    public DateTimeOffset? SharedSecretUntil { get; set; }

    /// <summary>Whether each use of a shared secret at this endpoint is warned about; also where <c>WsAuth:SharedSecret:Deprecated</c> says so.</summary>
    /// <value>Default: false; as the options say.</value>
    public bool SharedSecretDeprecated { get; set; }

    /// <summary>How a handshake is refused here, where that is not to be as <see cref="WsAuthOptions.Refusal"/> says.</summary>
    /// <value>Default: null; as the options say.</value>
    public RefusalMode? Refusal { get; set; }

    /// <exception cref="ArgumentException">There is no kind, or the list of origins has a fault.</exception>
    internal HandshakeRequirements ToRequirements()
    {
        List<string> faults = [];
        var origins = Origins is null ? null : AllowedOrigins.Parse(Origins, "The Origins of RequireWsAuth", faults);
        return faults.Count == 0
            ? new HandshakeRequirements(Kinds, Locations)
            {
                Origins = origins,
                TakesFirstMessage = FirstMessage,
                SharedSecretUntil = SharedSecretUntil,
                Refusal = Refusal,
                IsSharedSecretDeprecated = SharedSecretDeprecated,
            }
            : throw new ArgumentException(string.Join(" ", faults));
    }
}

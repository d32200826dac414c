using WsAuth.Credentials;
using WsAuth.Options;
using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>What an endpoint accepts: kinds of credential, and the locations where they may stand.</summary>
public sealed class HandshakeRequirements : IEquatable<HandshakeRequirements>
{
    private readonly bool _acceptsTickets;

    /// <summary>Accepts these kinds.</summary>
    /// <param name="kinds">At least one.</param>
    /// <param name="locations">Where credentials may stand; null for the locations that the options switch on.</param>
    public HandshakeRequirements(IEnumerable<TokenKind> kinds, CredentialLocations? locations = null)
    {
        Kinds = [.. kinds.Distinct()];
        Locations = locations;
        _acceptsTickets = Kinds.Contains(TokenKind.Ticket);
        if (Kinds.Count == 0)
        {
            throw new ArgumentException(
                "Name at least one kind of credential that the endpoint accepts, for example TokenKind.Jwt.",
                nameof(kinds)
            );
        }
    }

    /// <summary>A JWT in the <c>Authorization</c> header: what the bare scheme accepts.</summary>
    public static HandshakeRequirements JwtInHeader { get; } =
        new([TokenKind.Jwt], CredentialLocations.AuthorizationHeader);

    /// <summary>The accepted kinds.</summary>
    public IReadOnlyList<TokenKind> Kinds { get; }

    /// <summary>The accepted locations; null for those that the options switch on.</summary>
    public CredentialLocations? Locations { get; }

    /// <summary>The origins whose pages may connect; null for those of the options.</summary>
    public AllowedOrigins? Origins { get; init; }

    /// <summary>Whether a caller without a credential may present it in the first message of the accepted socket.</summary>
    public bool TakesFirstMessage { get; init; }

    /// <summary>Until when shared secrets are accepted here; the end of the options counts too, whichever is earlier.</summary>
    public DateTimeOffset? SharedSecretUntil { get; init; }

    /// <summary>Whether each use of a shared secret here is warned about; also where the options say so.</summary>
    public bool IsSharedSecretDeprecated { get; init; }

    /// <summary>How a handshake is refused here; null for as the options say.</summary>
    public RefusalMode? Refusal { get; init; }

    /// <summary>Where credentials may stand: as the endpoint says, else as the options switch it on; <c>ticket</c> only where tickets are accepted.</summary>
    public CredentialLocations LocationsUnder(WsAuthOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Locations
            ?? (
                _acceptsTickets && options.Query.Ticket
                    ? options.AcceptedLocations() | CredentialLocations.QueryTicket
                    : options.AcceptedLocations()
            );
    }

    /// <inheritdoc />
    public bool Equals(HandshakeRequirements? other) =>
        ReferenceEquals(this, other)
        || (
            other is not null
            && Locations == other.Locations
            && Equals(Origins, other.Origins)
            && TakesFirstMessage == other.TakesFirstMessage
            && SharedSecretUntil == other.SharedSecretUntil
            && Refusal == other.Refusal
            && IsSharedSecretDeprecated == other.IsSharedSecretDeprecated
            && Kinds.SequenceEqual(other.Kinds)
        );

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as HandshakeRequirements);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Locations, Kinds.Count, Kinds[0]);

    /// <summary>The kinds, joined by "or".</summary>
    public override string ToString() => string.Join(" or ", Kinds);
}

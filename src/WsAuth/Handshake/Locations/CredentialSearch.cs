using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Handshake.Locations;

/// <summary>What the locations have found so far: one credential, or the refusal that ends the search.</summary>
internal struct CredentialSearch
{
    /// <summary>The location that found the credential.</summary>
    public CredentialLocation? FoundBy { get; private set; }

    public PresentedCredential Found { get; private set; }

    /// <summary>The only kind that may stand where it was found; null where any may.</summary>
    public TokenKind? OnlyKind { get; private set; }

    public Refusal? Refusal { get; private set; }

    /// <summary>What the <c>Authorization</c> header has instead of a bearer token.</summary>
    public string? OtherScheme { get; set; }

    /// <summary>Takes a credential: the same value twice is one, two that differ are a conflict.</summary>
    public void Take(ReadOnlyMemory<char> text, CredentialLocation location, TokenKind? onlyKind = null)
    {
        if (FoundBy is null)
        {
            FoundBy = location;
            Found = new PresentedCredential(text, location.Place);
        }
        else if (
            !CryptographicOperations.FixedTimeEquals(
                MemoryMarshal.AsBytes(Found.DangerousGetText()),
                MemoryMarshal.AsBytes(text.Span)
            )
        )
        {
            Refusal = new Refusal(
                ReasonCatalogue.CredentialConflict,
                Found.Location == location.Place
                    ? $"Both stand in the {location.Place.Describe()}."
                    : $"One stands in the {Found.Location.Describe()}, the other in the {location.Place.Describe()}."
            );
        }

        OnlyKind ??= onlyKind;
    }

    /// <summary>Ends the search.</summary>
    public void Refuse(Refusal refusal) => Refusal = refusal;
}

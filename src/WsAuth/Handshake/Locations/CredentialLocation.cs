using WsAuth.Credentials;

namespace WsAuth.Handshake.Locations;

/// <summary>One place where a credential may stand: how it is read there, and how long it may be.</summary>
internal abstract class CredentialLocation(CredentialLocations place, int longest)
{
    public CredentialLocations Place => place;

    /// <summary>The longest credential that may stand here, in characters.</summary>
    public int Longest => longest;

    /// <summary>Whether a credential anywhere else makes this place irrelevant, rather than a conflict.</summary>
    public virtual bool YieldsToOthers => false;

    /// <summary>Offers what stands here to <paramref name="search"/>.</summary>
    public abstract void Read(HandshakeRequest request, ref CredentialSearch search);
}

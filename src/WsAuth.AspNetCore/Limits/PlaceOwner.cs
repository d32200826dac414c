namespace WsAuth.AspNetCore.Limits;

/// <summary>As whose a connection is counted. Who only claims to be somebody takes none of that one's places.</summary>
/// <param name="Subject">The subject; null where it is counted among all only.</param>
/// <param name="IsClaimed">Whether the caller says so of itself.</param>
internal sealed record PlaceOwner(string? Subject, bool IsClaimed)
{
    public static PlaceOwner Nobody { get; } = new(null, false);
}

namespace WsAuth.AspNetCore.Health;

/// <summary>Whether credentials of one accepted kind can be verified.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Endpoints">How many endpoints and branches accept it.</param>
/// <param name="IsReady">Whether a handshake with one can succeed.</param>
/// <param name="Cause">Why not, or why not all; null where all is well.</param>
internal sealed record KindHealth(string Kind, int Endpoints, bool IsReady, string? Cause);

using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>One row of the table.</summary>
/// <param name="Name">What is special about it; no two rows share a name.</param>
/// <param name="Kind">The one kind that the endpoint accepts to which it is sent.</param>
/// <param name="Make">Makes the credential's text, a fresh one each time.</param>
/// <param name="Expected">Why it is refused; null where it has to pass.</param>
public sealed record HostileCredential(
    string Name,
    TokenKind Kind,
    Func<HostileContext, string> Make,
    Reason? Expected = null
)
{
    /// <summary>The path of the endpoint for its kind.</summary>
    public string Path => "/" + Kind.Name;

    public override string ToString() => Name;
}

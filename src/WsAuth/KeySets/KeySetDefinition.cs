using Microsoft.IdentityModel.Tokens;

namespace WsAuth.KeySets;

/// <summary>Where the keys of one issuer come from. Two that are equal share one set, so that a reload keeps what was fetched.</summary>
/// <param name="Issuer">The entry's name.</param>
/// <param name="Setting">The setting that names the origin, for messages.</param>
/// <param name="Kind">What <paramref name="Location"/> is.</param>
/// <param name="Location">A path or a URL.</param>
/// <param name="ExpectedIssuer">The <c>issuer</c> that a discovery document has to name.</param>
/// <param name="Algorithms">The configured algorithms, as one text.</param>
/// <param name="SecurityKeys">Keys given in code.</param>
internal sealed record KeySetDefinition(
    string Issuer,
    string Setting,
    KeyOriginKind Kind,
    string Location,
    string? ExpectedIssuer,
    string? Algorithms,
    IEnumerable<SecurityKey>? SecurityKeys
)
{
    public KeyTerms Terms =>
        new([
            .. (Algorithms ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(SignatureAlgorithm.Find)
                .OfType<SignatureAlgorithm>(),
        ]);
}

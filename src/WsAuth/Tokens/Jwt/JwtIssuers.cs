using WsAuth.KeySets;
using WsAuth.Reasons;

namespace WsAuth.Tokens.Jwt;

/// <summary>The issuers of one configuration. A token belongs to the one that its <c>iss</c> names, and to no other.</summary>
internal sealed class JwtIssuers
{
    private readonly JwtIssuer[] _issuers;
    private readonly byte[]?[] _names;
    private readonly JwtIssuer? _anonymous;

    public JwtIssuers(JwtOptions options, IReadOnlyList<JwtIssuer> issuers)
    {
        Options = options;
        _issuers = [.. issuers];
        // The own service's issuer is among the names, so that none of the others can speak in its name.
        _names = [.. issuers.Select(issuer => issuer.Rules.Issuer), new JwtRules(options).Issuer];
        _anonymous = issuers.FirstOrDefault(issuer => issuer.Rules.Issuer is null);
    }

    public JwtOptions Options { get; }

    public IReadOnlyList<JwtIssuer> All => _issuers;

    /// <summary>The issuer whose keys and rules a token is verified by; null where it can only be the own service's.</summary>
    public JwtIssuer? Select(ReadOnlySpan<char> payload, JwtHeader header)
    {
        var position = UnverifiedIssuer.Find(payload, _names);
        return position == _issuers.Length ? null
            : position >= 0 ? _issuers[position]
            // An issuer without a name takes what a secret cannot have signed.
            : SignatureAlgorithm.Find(header.Algorithm) is not null ? _anonymous
            : null;
    }

    /// <summary>The refusal of what no secret can have signed and no issuer is configured for, or of what a secret has signed where none is accepted.</summary>
    public TokenVerdict? RefuseStranger(ReadOnlySpan<char> payload, JwtHeader header)
    {
        if (SignatureAlgorithm.Find(header.Algorithm) is not null && !IsOwn(payload))
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.IssuerRefused,
                $"It names {header.Algorithm}, and its iss (not verified) is {UnverifiedIssuer.Show(payload)}; tokens that are signed with key pairs are accepted from {Describe()}.",
                fix: FixFor(payload)
            );
        }

        return Options.AcceptSecret
            ? null
            : TokenVerdict.Refused(
                ReasonCatalogue.AlgorithmRefused,
                $"It names {ClientText.Quote(header.Algorithm)}, and no secret is accepted here (WsAuth:Jwt:AcceptSecret); tokens are accepted from {Describe()}.",
                fix: "Send a token of one of these issuers, or set WsAuth:Jwt:AcceptSecret to true."
            );
    }

    // An iss that means one of them, and is written otherwise: that one's setting.
    private string FixFor(ReadOnlySpan<char> payload)
    {
        var seen = UnverifiedIssuer.Read(payload)?.TrimEnd('/');
        var near = _issuers.FirstOrDefault(issuer =>
            seen is not null
            && seen.Equals(issuer.Rules.ExpectedIssuer?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        );
        return near is null
            ? "Send a token of one of these issuers, or add an entry for this one to WsAuth:Jwt:Issuers."
            : $"Set {near.Rules.Section}:Issuer to exactly what the issuer writes; the two differ in a '/' at the end or in letter case.";
    }

    // Whether a token says that it comes from the own service.
    private bool IsOwn(ReadOnlySpan<char> payload) => UnverifiedIssuer.Find(payload, _names) == _issuers.Length;

    private string Describe() =>
        string.Join(", ", _issuers.Select(issuer => $"'{issuer.Rules.ExpectedIssuer ?? "any"}' ({issuer.Name})"));
}

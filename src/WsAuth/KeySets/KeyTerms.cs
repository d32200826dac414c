namespace WsAuth.KeySets;

/// <summary>Which algorithms an issuer signs with, as configured, and so the one algorithm of each of its keys.</summary>
/// <param name="Algorithms">The configured ones; empty where a key's own statement decides.</param>
internal sealed record KeyTerms(IReadOnlyList<SignatureAlgorithm> Algorithms)
{
    // What OpenID Connect Core §15.1 makes every issuer support.
    private static readonly SignatureAlgorithm UsualRsa = SignatureAlgorithm.Find("RS256")!;

    public bool Allows(SignatureAlgorithm algorithm) => Algorithms.Count == 0 || Algorithms.Contains(algorithm);

    /// <summary>The one algorithm of a key; null, with a fault, where it has none here.</summary>
    /// <param name="key">The key.</param>
    /// <param name="stated">What the key itself says (<c>alg</c>), where it says something.</param>
    /// <param name="fault">Why it is not used.</param>
    public SignatureAlgorithm? AlgorithmOf(PublicKey key, string? stated, out string? fault)
    {
        fault = null;
        if (stated is not null)
        {
            var algorithm = SignatureAlgorithm.Find(stated);
            fault =
                algorithm is null ? "its alg is none that signs JWTs by a key pair"
                : !key.Fits(algorithm) ? $"its alg {algorithm.Name} is not one of a {key.Form} key"
                : !Allows(algorithm) ? $"its alg {algorithm.Name} is not among the configured ones"
                : null;
            return fault is null ? algorithm : null;
        }

        var chosen =
            Algorithms.Count > 0 ? Algorithms.FirstOrDefault(key.Fits)
            : key.Fits(UsualRsa) ? UsualRsa
            : SignatureAlgorithm.All.First(key.Fits);
        fault = chosen is null ? $"none of the configured algorithms is one of a {key.Form} key" : null;
        return chosen;
    }
}

namespace WsAuth.KeySets;

/// <summary>The state of one issuer's public keys.</summary>
/// <param name="Name">The issuer's entry in <c>WsAuth:Jwt:Issuers</c>.</param>
/// <param name="Issuer">The <c>iss</c> that its tokens must have; null where it is not checked.</param>
/// <param name="Origin">The file, URL or code that the keys come from.</param>
/// <param name="Age">How long ago they were last read well; null where they never were.</param>
/// <param name="Fault">What is wrong with the origin now; null where all is well.</param>
/// <param name="Keys">The keys in force.</param>
public sealed record KeySetReport(
    string Name,
    string? Issuer,
    string Origin,
    TimeSpan? Age,
    string? Fault,
    IReadOnlyList<IssuerKey> Keys
)
{
    /// <summary>Since when, as far as this process saw it; null where there is no <see cref="Fault"/>.</summary>
    public DateTimeOffset? FaultySince { get; init; }
}

using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Observation;
using WsAuth.AspNetCore.Registration;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Secrets;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.AspNetCore.Health;

/// <summary>Gathers what the check judges, from what is at hand: no source is read, no key is fetched, and only the store is asked.</summary>
internal sealed class HealthFacts(
    RequiredKinds required,
    HandshakeAuthenticator authenticator,
    SecretResolver secrets,
    JwtIssuerDirectory issuers,
    WsAuthSettings settings,
    StoreProbe store,
    PreviousKeyUse previousKeys,
    RecentHandshakes recent,
    ConnectionRevalidation revalidation,
    TimeProvider clock
)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public string EnvironmentName => secrets.EnvironmentName;

    /// <summary>That questions about open sockets fail; null where they are answered, or none was asked within its interval.</summary>
    public RevalidationTrouble? FindRevalidationTrouble()
    {
        var interval = settings.Current.Connections.RevalidationInterval;
        var window = interval > RecentHandshakes.Window ? interval : RecentHandshakes.Window;
        return revalidation.Trouble is { } trouble && Now - trouble.At <= window ? trouble : null;
    }

    public RecentCounts ReadRecent() => recent.Read();

    public IReadOnlyList<SecretHealth> DescribeSecrets()
    {
        var now = Now;
        return [.. secrets.Resolved.Select(secret => SecretHealth.Of(secret, previousKeys, now))];
    }

    /// <summary>The issuers' keys; none where no endpoint accepts JWTs.</summary>
    public IReadOnlyList<KeySetHealth> DescribeKeySets() =>
        required.Accepts(TokenKind.Jwt) ? [.. issuers.Report().Select(KeySetHealth.Of)] : [];

    /// <summary>The store; null where nothing that is accepted needs it.</summary>
    public async Task<StoreHealth?> AskStoreAsync(CancellationToken cancellationToken) =>
        required.All.Any(pair => UsesStore(pair.Kind))
            ? StoreHealth.Of(store.StoreName, await store.AskAsync(cancellationToken).ConfigureAwait(false))
            : null;

    public IReadOnlyList<KindHealth> DescribeKinds(
        IReadOnlyList<SecretHealth> secretsNow,
        IReadOnlyList<KeySetHealth> keySets,
        StoreHealth? storeNow
    ) =>
        [
            .. required
                .All.GroupBy(pair => pair.Kind)
                .Select(group =>
                    Describe(
                        group.Key,
                        group.Count(),
                        secretsNow,
                        keySets,
                        UsesStore(group.Key) ? storeNow?.Fault : null
                    )
                ),
        ];

    private KindHealth Describe(
        TokenKind kind,
        int doors,
        IReadOnlyList<SecretHealth> secretsNow,
        IReadOnlyList<KeySetHealth> keySets,
        string? storeFault
    )
    {
        if (!authenticator.Kinds.Contains(kind))
        {
            return new KindHealth(kind.Name, doors, false, "no validator is registered for it");
        }

        // A secret and each issuer are ways of their own to verify a JWT; of another kind's secrets all are needed.
        var names = authenticator.SecretNamesOf(kind).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        List<string> faults = [.. names.Select(name => FaultOf(name, secretsNow)).OfType<string>()];
        var hasWay = faults.Count == 0;
        if (kind.Equals(TokenKind.Jwt))
        {
            hasWay = (hasWay && names.Count > 0) || keySets.Any(set => set.KeyCount > 0);
            faults.AddRange(
                keySets
                    .Where(set => set.KeyCount == 0)
                    .Select(set => $"there are no keys of issuer '{set.Name}' from {set.Origin}: {set.Fault}")
            );
        }

        if (storeFault is not null)
        {
            faults.Add($"the store of single use, {store.StoreName}, cannot be used: {storeFault}");
        }

        return new KindHealth(
            kind.Name,
            doors,
            hasWay && storeFault is null,
            faults.Count == 0 ? null : string.Join("; ", faults.Select(fault => fault.TrimEnd('.')))
        );
    }

    // One that nobody has asked for yet is read by the first handshake that needs it.
    private static string? FaultOf(string name, IReadOnlyList<SecretHealth> secretsNow) =>
        secretsNow.FirstOrDefault(secret => secret.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            is { State: SecretHealth.Unavailable } secret
            ? secret.Fault
            : null;

    private bool UsesStore(TokenKind kind) =>
        kind.Equals(TokenKind.Ticket) || (kind.Equals(TokenKind.EdgeToken) && settings.Current.EdgeToken.SingleUse);
}

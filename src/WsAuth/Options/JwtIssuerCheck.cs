using WsAuth.KeySets;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Options;

/// <summary>Checks the entries of <c>Jwt:Issuers</c>, each by itself and beside the others. No value is repeated but an issuer's name.</summary>
internal static class JwtIssuerCheck
{
    private const string File = "file:";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestRefresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRefresh = TimeSpan.FromDays(1);

    public static void FindFaults(string section, JwtOptions jwt, List<string> faults)
    {
        if (jwt.KeySetWait < TimeSpan.Zero || jwt.KeySetWait > LongestWait)
        {
            faults.Add($"{section}:KeySetWait has to lie between 00:00:00 and 00:00:30.");
        }

        if (jwt.KeySetRefresh < ShortestRefresh || jwt.KeySetRefresh > LongestRefresh)
        {
            faults.Add($"{section}:KeySetRefresh has to lie between 00:01:00 and 1.00:00:00.");
        }

        if (!jwt.AcceptSecret && jwt.Issuers.Count == 0)
        {
            faults.Add($"{section}:AcceptSecret is false and {section}:Issuers is empty: no JWT could be accepted.");
        }

        foreach (var (name, issuer) in jwt.Issuers)
        {
            var entry = $"{section}:Issuers:{name}";
            CheckOrigin(entry, issuer, faults);
            CheckAlgorithms(entry, issuer, faults);
            WsAuthOptionsValidator.CheckNotBlank($"{entry}:Issuer", issuer.Issuer, faults);
            WsAuthOptionsValidator.CheckNotBlank($"{entry}:Audience", issuer.Audience, faults);
            WsAuthOptionsValidator.CheckNotBlank($"{entry}:NameClaim", issuer.NameClaim, faults);
            WsAuthOptionsValidator.CheckNotBlank($"{entry}:RoleClaim", issuer.RoleClaim, faults);
            WsAuthOptionsValidator.CheckNotBlank($"{entry}:TenantClaim", issuer.TenantClaim, faults);
            WsAuthOptionsValidator.CheckSkew($"{entry}:ClockSkew", issuer.ClockSkew, faults);
        }

        CheckNames(section, jwt, faults);
    }

    private static void CheckOrigin(string entry, JwtIssuerOptions issuer, List<string> faults)
    {
        string?[] origins = [issuer.Authority, issuer.KeySet, issuer.Key, issuer.SecurityKeys.Count > 0 ? "" : null];
        if (origins.Count(origin => origin is not null) != 1)
        {
            faults.Add(
                $"{entry} has to have exactly one of Authority, KeySet and Key, or keys given in code (SecurityKeys)."
            );
        }

        if (issuer.Authority is not null && !IsAddress(issuer.Authority, mayHaveQuery: false))
        {
            faults.Add($"{entry}:Authority has to be an absolute https URL without user name, query and fragment.");
        }

        if (issuer.KeySet is not null && !IsFile(issuer.KeySet) && !IsAddress(issuer.KeySet, mayHaveQuery: true))
        {
            faults.Add($"{entry}:KeySet has to be an absolute https URL without user name, or file: and a path.");
        }

        if (issuer.Key is not null && !IsFile(issuer.Key))
        {
            faults.Add(
                $"{entry}:Key has to be file: and the path of a PEM file with the public key; a shared secret belongs in Secrets."
            );
        }
    }

    private static void CheckAlgorithms(string entry, JwtIssuerOptions issuer, List<string> faults)
    {
        if (issuer.Algorithms is null)
        {
            return;
        }

        var names = issuer.Algorithms.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || names.Any(name => SignatureAlgorithm.Find(name) is null))
        {
            faults.Add(
                $"{entry}:Algorithms has to name some of {SignatureAlgorithm.Names}, separated by spaces; HS256, HS384 and HS512 are for secrets ({entry[..entry.IndexOf(":Issuers", StringComparison.Ordinal)]}:Algorithm)."
            );
        }
    }

    // The iss selects the keys: it has to select one entry.
    private static void CheckNames(string section, JwtOptions jwt, List<string> faults)
    {
        foreach (var (name, issuer) in jwt.Issuers)
        {
            if (issuer.ExpectedIssuer is null && jwt.Issuers.Count > 1)
            {
                faults.Add(
                    $"{section}:Issuers:{name}:Issuer is missing; with several entries each needs the iss of its tokens."
                );
            }

            if (issuer.ExpectedIssuer is not null && issuer.ExpectedIssuer == jwt.Issuer)
            {
                faults.Add(
                    $"{section}:Issuers:{name} and {section} have the same Issuer; the own service's tokens are signed with its secret, an entry's with its keys."
                );
            }
        }

        foreach (
            var same in jwt
                .Issuers.Where(entry => entry.Value.ExpectedIssuer is not null)
                .GroupBy(entry => entry.Value.ExpectedIssuer, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
        {
            faults.Add(
                $"{section}:Issuers: {string.Join(" and ", same.Select(entry => entry.Key))} have the same Issuer; a token's iss has to select one."
            );
        }
    }

    private static bool IsFile(string origin) =>
        origin.StartsWith(File, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(origin[File.Length..]);

    private static bool IsAddress(string origin, bool mayHaveQuery) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var address)
        && KeyAddress.FindFault(address) is null
        && address.Fragment.Length == 0
        && (mayHaveQuery || address.Query.Length == 0);
}

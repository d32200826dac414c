using Microsoft.Extensions.Logging;
using WsAuth.KeySets;
using WsAuth.Secrets;

namespace WsAuth.Tokens.Jwt;

/// <summary>The issuers in force, compiled anew when the configuration is another one; key sets that stay the same stay.</summary>
public sealed class JwtIssuerDirectory : IDisposable
{
    private readonly Func<JwtOptions> _options;
    private readonly Func<TimeSpan> _filePolling;
    private readonly Func<bool> _isDevelopment;
    private readonly IssuerKeySets _keySets;
    private readonly Lock _gate = new();
    private JwtIssuers? _current;

    internal JwtIssuerDirectory(
        Func<JwtOptions> options,
        Func<TimeSpan> filePolling,
        Func<bool> isDevelopment,
        TimeProvider clock,
        HttpMessageHandler? handler,
        ILogger<JwtIssuerDirectory> logger
    )
    {
        _options = options;
        _filePolling = filePolling;
        _isDevelopment = isDevelopment;
        _keySets = new IssuerKeySets(clock, handler, logger);
    }

    /// <summary>Reads the keys that are at hand and begins to fetch the others; call it before the first handshake.</summary>
    /// <exception cref="SecretConfigurationException">A file or a key given in code is unusable, or a URL is plain HTTP outside Development. An
    /// origin that cannot be reached is no reason not to start: its tokens are refused until it can.</exception>
    public void Start()
    {
        List<string> faults = [];
        foreach (var set in Current().All.Select(issuer => issuer.KeySet))
        {
            var (setting, kind, location) = (set.Definition.Setting, set.Definition.Kind, set.Definition.Location);
            if (kind is KeyOriginKind.KeySetUrl or KeyOriginKind.Authority)
            {
                if (KeyAddress.IsUnprotected(new Uri(location)) && !_isDevelopment())
                {
                    faults.Add(
                        $"{setting} is plain http, where anyone on the way can put keys of his own in; use https (Development and loopback addresses may do without)."
                    );
                }
            }
            else if (set.Keys.Count == 0)
            {
                faults.Add($"{setting} ({set.OriginName}): {set.Fault}.");
            }
        }

        if (faults.Count > 0)
        {
            throw new SecretConfigurationException(faults);
        }
    }

    /// <summary>The issuers and their public keys, as they are now.</summary>
    public IReadOnlyList<KeySetReport> Report() =>
        [
            .. Current()
                .All.Select(issuer => new KeySetReport(
                    issuer.Name,
                    issuer.Rules.ExpectedIssuer,
                    issuer.KeySet.OriginName,
                    issuer.KeySet.Age,
                    issuer.KeySet.Fault,
                    issuer.KeySet.Keys
                )
                {
                    FaultySince = issuer.KeySet.FaultySince,
                }),
        ];

    /// <summary>Ends following and fetching.</summary>
    public void Dispose() => _keySets.Dispose();

    internal JwtIssuers Current()
    {
        var options = _options();
        var current = Volatile.Read(ref _current);
        return current is not null && ReferenceEquals(current.Options, options) ? current : Compile();
    }

    private JwtIssuers Compile()
    {
        lock (_gate)
        {
            // The newest, which need not be the one that the caller saw.
            var options = _options();
            if (_current is not null && ReferenceEquals(_current.Options, options))
            {
                return _current;
            }

            var entries = options.Issuers.OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase).ToList();
            var sets = _keySets.Use(
                [.. entries.Select(entry => Define(entry.Key, entry.Value))],
                new KeySetTiming(options.KeySetRefresh, _filePolling(), _isDevelopment())
            );
            var compiled = new JwtIssuers(
                options,
                [.. entries.Select((entry, i) => new JwtIssuer(entry.Key, entry.Value, sets[i]))]
            );
            Volatile.Write(ref _current, compiled);
            return compiled;
        }
    }

    private static KeySetDefinition Define(string name, JwtIssuerOptions options)
    {
        const string File = "file:";
        var setting = $"WsAuth:Jwt:Issuers:{name}";
        var (kind, location, last) = options switch
        {
            { Authority: { } authority } => (KeyOriginKind.Authority, authority, "Authority"),
            { KeySet: { } set } when set.StartsWith(File, StringComparison.Ordinal) => (
                KeyOriginKind.KeySetFile,
                set[File.Length..],
                "KeySet"
            ),
            { KeySet: { } set } => (KeyOriginKind.KeySetUrl, set, "KeySet"),
            { Key: { } key } => (KeyOriginKind.PemFile, key[File.Length..], "Key"),
            _ => (KeyOriginKind.Code, "", "SecurityKeys"),
        };
        return new KeySetDefinition(
            name,
            $"{setting}:{last}",
            kind,
            location,
            options.ExpectedIssuer,
            options.Algorithms,
            kind == KeyOriginKind.Code ? options.SecurityKeys : null
        );
    }
}

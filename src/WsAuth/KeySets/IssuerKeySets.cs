using Microsoft.Extensions.Logging;
using WsAuth.KeySets.Origins;

namespace WsAuth.KeySets;

/// <summary>Every key set of this process, by its definition.</summary>
internal sealed class IssuerKeySets(TimeProvider clock, HttpMessageHandler? handler, ILogger logger) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(handler ?? CreateHandler(), disposeHandler: handler is null);
    private readonly Lock _gate = new();
    private List<(KeySet Set, KeySetTiming Timing)> _sets = [];

    /// <summary>The sets of these definitions, in their order; those that are no longer among them end. New ones are started.</summary>
    public IReadOnlyList<KeySet> Use(IReadOnlyList<KeySetDefinition> definitions, KeySetTiming timing)
    {
        lock (_gate)
        {
            var before = _sets;
            _sets =
            [
                .. definitions.Select(definition =>
                    before.FirstOrDefault(held => held.Set.Definition == definition && held.Timing == timing) switch
                    {
                        { Set: not null } held => held,
                        _ => (Create(definition, timing), timing),
                    }
                ),
            ];
            foreach (var (set, _) in before.Except(_sets))
            {
                set.Dispose();
            }

            foreach (var (set, _) in _sets)
            {
                set.Start();
            }

            return [.. _sets.Select(held => held.Set)];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (set, _) in _sets)
            {
                set.Dispose();
            }

            _client.Dispose();
        }
    }

    private KeySet Create(KeySetDefinition definition, KeySetTiming timing)
    {
        var download = new KeyDownload(_client, timing.AllowsPlainHttp);
        IKeyOrigin origin = definition.Kind switch
        {
            KeyOriginKind.Code => new CodeOrigin(definition),
            KeyOriginKind.KeySetUrl => new KeySetUrlOrigin(definition, download),
            KeyOriginKind.Authority => new AuthorityOrigin(definition, download),
            _ => new FileOrigin(definition),
        };
        return new KeySet(definition, origin, timing, clock, logger);
    }

    private static SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxResponseHeadersLength = 32,
            // So that a change in DNS is followed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
}

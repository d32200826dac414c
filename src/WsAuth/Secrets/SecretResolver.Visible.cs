using WsAuth.Secrets.Sources;

namespace WsAuth.Secrets;

/// <summary>What this process can see of its secrets beyond what is in force: for explanations alone.</summary>
public sealed partial class SecretResolver
{
    /// <summary>The names of all secrets, configured or built in.</summary>
    internal IEnumerable<string> Names =>
        Volatile.Read(ref _settings).Secrets.Keys.Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Every value that can be seen for a named secret, those of its order first. Nothing is resolved, made or logged for it: the
    /// sources' values are those of the last resolution, so that whoever sends bad credentials makes no file be read.
    /// </summary>
    /// <param name="name">The named secret.</param>
    /// <param name="agentId">The agent whose own values count too; null for what all share.</param>
    internal IReadOnlyList<VisibleValue> FindVisible(string name, string? agentId)
    {
        var settings = Volatile.Read(ref _settings);
        if (!settings.Secrets.TryGetValue(name, out var secret))
        {
            return [];
        }

        List<VisibleValue> values = [];
        if (agentId is not null && settings.IsPerAgent(name))
        {
            values.AddRange(ResolveFor(agentId, secret, settings).Values);
        }

        var context = ContextOf(secret.Name, settings) with { IsReached = false };
        if (_secrets.TryGetValue(name, out var resolved))
        {
            values.AddRange(resolved.Resolution.Values);
            values.AddRange(LastGood(resolved.Resolution));
        }
        else
        {
            values.AddRange(Unresolved(secret, context));
        }

        if (DevelopmentDefaults.Find(secret.Name, _variables) is { } made)
        {
            values.Add(
                new VisibleValue(
                    secret.Name,
                    VisiblePlace.DevelopmentDefault,
                    DevelopmentDefaultSource.Spelling,
                    SecretEncoding.Text,
                    made
                )
            );
        }

        values.AddRange(OtherNames(secret, context));
        return values;
    }

    private static IEnumerable<VisibleValue> LastGood(SecretResolution resolution) =>
        resolution.IsDegraded
            ? resolution.Ring.Keys.Select(key => new VisibleValue(
                resolution.Name,
                VisiblePlace.LastGood,
                key.Source,
                SecretEncoding.Text,
                key.DangerousGetBytes()
            ))
            : [];

    // A secret that nobody needed yet: what lies at hand of it, without files and without code of the application.
    private static IEnumerable<VisibleValue> Unresolved(NamedSecretSettings secret, SecretSourceContext context)
    {
        for (var i = 0; i < secret.Order.Count; i++)
        {
            var entry = secret.Order[i];
            if (
                entry.Source is EnvironmentVariableSource or ConfigurationKeySource
                && SecretReading.Of(entry.Source, context).Value is { } value
                && !IsBlank(value)
            )
            {
                yield return new VisibleValue(secret.Name, new SecretCandidate(entry, i + 1, IsPrevious: false), value);
            }
        }
    }

    private static IEnumerable<VisibleValue> OtherNames(NamedSecretSettings secret, SecretSourceContext context)
    {
        var read = secret.Order.Concat(secret.Previous).Select(entry => entry.Source.Name).ToHashSet();
        return from variable in BuiltInOrders
                .OtherNames(secret.Name, SecretEnvironments.Token(context.EnvironmentName))
                .Concat(BuiltInOrders.NamesElsewhere(secret.Name))
                .Distinct(StringComparer.Ordinal)
            let source = new EnvironmentVariableSource(variable)
            where !read.Contains(source.Name)
            let value = SecretReading.Of(source, context).Value
            where value is not null && !IsBlank(value)
            select new VisibleValue(secret.Name, VisiblePlace.OtherName, source.Name, SecretEncoding.Text, value);
    }

    private static bool IsBlank(byte[] value) => value.AsSpan().Trim(" \t\r\n\v\f"u8).IsEmpty;
}

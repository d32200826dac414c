namespace WsAuth.Secrets;

/// <summary>Everything that resolution depends on, parsed and checked; made anew when the configuration changes.</summary>
internal sealed record SecretSettings(
    string EnvironmentName,
    string EnvironmentOrigin,
    IReadOnlyDictionary<string, NamedSecretSettings> Secrets,
    IReadOnlyDictionary<string, Func<SecretRequest, string?>> CodeSources,
    TimeSpan PollingInterval
);

/// <summary>One named secret's part of <see cref="SecretSettings"/>.</summary>
internal sealed record NamedSecretSettings(
    string Name,
    IReadOnlyList<SecretOrderEntry> Order,
    IReadOnlyList<SecretOrderEntry> Previous,
    bool IsBuiltInOrder,
    bool IsConfigured,
    int MinimumBytes,
    string Purpose
);

using WsAuth.Secrets.Sources;

namespace WsAuth.Secrets;

/// <summary>One source of an order, with what was written around it.</summary>
internal sealed record SecretOrderEntry(
    SecretSource Source,
    SecretEncoding Encoding,
    string? KeyId,
    DateTimeOffset? Until
)
{
    /// <summary>The source as it is spelled, with its encoding.</summary>
    public string Name =>
        Encoding switch
        {
            SecretEncoding.Hex => "hex:" + Source.Name,
            SecretEncoding.Base64 => "base64:" + Source.Name,
            _ => Source.Name,
        };

    /// <summary>Whether the source holds a secret for each agent.</summary>
    public bool IsPerAgent(IReadOnlyDictionary<string, CodeSecretSource> sources) =>
        Source is DelegateSource source && source.IsPerAgent(sources);
}

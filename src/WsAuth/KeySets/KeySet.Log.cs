using Microsoft.Extensions.Logging;

namespace WsAuth.KeySets;

internal sealed partial class KeySet
{
    [LoggerMessage(
        2200,
        LogLevel.Information,
        "Keys of issuer '{Issuer}' from {Origin}: {Keys} in force{Ignored}.",
        EventName = "IssuerKeysInForce"
    )]
    private partial void LogInForce(string issuer, string origin, string keys, string ignored);

    [LoggerMessage(
        2201,
        LogLevel.Warning,
        "Keys of issuer '{Issuer}' from {Origin} could not be read anew: {Fault}{Ignored}. The {Count} keys held stay in force.",
        EventName = "IssuerKeysDegraded"
    )]
    private partial void LogDegraded(string issuer, string origin, string fault, string ignored, int count);

    [LoggerMessage(
        2202,
        LogLevel.Error,
        "There are no keys of issuer '{Issuer}' from {Origin}: {Fault}{Ignored}. Its tokens are refused (secret_unavailable) until there are.",
        EventName = "IssuerKeysUnavailable"
    )]
    private partial void LogUnavailable(string issuer, string origin, string fault, string ignored);
}

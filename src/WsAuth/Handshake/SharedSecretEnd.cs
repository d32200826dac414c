using System.Globalization;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tokens;
using WsAuth.Tokens.SharedSecret;

namespace WsAuth.Handshake;

/// <summary>Until when an endpoint takes shared secrets, and whether their use is warned about: the way from them to edge tokens.</summary>
internal readonly struct SharedSecretEnd
{
    private readonly DateTimeOffset? _until;

    public SharedSecretEnd(HandshakeRequirements requirements, SharedSecretOptions options)
    {
        _until =
            requirements.SharedSecretUntil is { } here && !(options.AcceptUntil < here) ? here : options.AcceptUntil;
        IsWarnedAbout = _until is not null || requirements.IsSharedSecretDeprecated || options.Deprecated;
    }

    public bool IsWarnedAbout { get; }

    /// <summary>" and refused from … on", where there is an end.</summary>
    public string Describe() => _until is { } until ? $" and refused from {Format(until)} on" : "";

    /// <summary>The refusal where the end has come. The secret is not looked at: whether it is right is nobody's business any more.</summary>
    public Refusal? FindFault(HandshakeRequest request, DateTimeOffset now)
    {
        if (_until is not { } until || now < until)
        {
            return null;
        }

        var agent =
            NamedAgent.TryRead(request, out var named, out _) && named is not null ? ClientText.Quote(named) : "none";
        return new Refusal(
            ReasonCatalogue.CredentialKindRefused,
            $"Shared secrets were accepted here until {Format(until)}; agent named by the request: {agent}.",
            "Have the agent send an edge token (docs/edge-tokens.md); to give it more time, move WsAuth:SharedSecret:AcceptUntil or the endpoint's SharedSecretUntil."
        );
    }

    private static string Format(DateTimeOffset until) =>
        until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Buffers.Text;
using System.Text.Json;
using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.Client.Diagnosis;

/// <summary>What is known of the credential that was sent without holding a key: where it stood, what it looks like, and its own times, unverified.</summary>
internal sealed record SentCredential(
    string Place,
    string Shape,
    string? Damage,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? NotBefore,
    string? Made = null
)
{
    private static readonly DateTimeOffset LastSecond = DateTimeOffset.MaxValue.AddSeconds(-1);

    /// <summary>Null where none was sent that is known as one.</summary>
    public static SentCredential? Of(DiagnosisOptions options)
    {
        if (options.Headers.TryGetValue("Authorization", out var header))
        {
            return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? Of(header["Bearer ".Length..], CredentialLocations.AuthorizationHeader, options.Credential)
                : new SentCredential("Authorization header", "not of the scheme Bearer", null, null, null);
        }

        return options.Credential is { } token
                ? Of(token.DangerousGetText(), options.Location, token) with
                {
                    Place = PlaceOf(options),
                }
            : options.Cookies is { Count: > 0 } ? new SentCredential("Cookie header", "cookies", null, null, null)
            : null;
    }

    private static string PlaceOf(DiagnosisOptions options) =>
        options
            is {
                QueryParameter: { } parameter,
                Location: CredentialLocations.QueryAccessToken or CredentialLocations.QueryTicket
            }
            ? $"query parameter {parameter}"
            : options.Location.Describe();

    private static SentCredential Of(string text, CredentialLocations location, MintedToken? token)
    {
        var shape = CredentialShapes.Of(text);
        var (expires, begins) = shape is CredentialShape.Jwt or CredentialShape.Ticket ? TimesOf(text) : default;
        return new SentCredential(
            location.Describe(),
            token is not null && token.Kind == TokenKind.SharedSecret && IsMade(token)
                ? "the shared secret"
                : shape.Describe(),
            CredentialDamage.Find(text, location),
            expires,
            begins,
            token is not null && IsMade(token) ? $"made with key {token.KeyFingerprint} from {token.Source}" : null
        );
    }

    private static bool IsMade(MintedToken token) => token.KeyFingerprint.StartsWith("fp:", StringComparison.Ordinal);

    private static (DateTimeOffset? Expires, DateTimeOffset? Begins) TimesOf(string token)
    {
        try
        {
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
            return (TimeOf(payload.RootElement, "exp"), TimeOf(payload.RootElement, "nbf"));
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static DateTimeOffset? TimeOf(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.GetDouble() is >= 0 and var seconds
        && seconds < LastSecond.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    /// <summary>Place and shape.</summary>
    public override string ToString() => $"{Shape} in the {Place}";
}

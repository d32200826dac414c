using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tokens.Ticket;

/// <summary>What of a principal goes into its ticket: name, roles, tenant, and the claims that the options name. Whatever scheme it is of.</summary>
internal sealed class TicketPrincipal(ClaimsPrincipal principal)
{
    private const string DefaultName = "name";
    private const string DefaultRole = "role";

    private readonly Claim? _subject = principal.FindFirst("sub") ?? principal.FindFirst(ClaimTypes.NameIdentifier);

    /// <summary>Who it is; null where it does not say.</summary>
    public string? Subject => _subject?.Value;

    /// <summary>Who says so: two issuers may have the same subject, and mean two people.</summary>
    public string? Issuer => NamedIssuer ?? _subject?.Issuer;

    /// <summary>The issuer that its credential names; null where it names none, or is no token.</summary>
    public string? NamedIssuer => _subject?.Subject?.FindFirst("iss")?.Value;

    /// <summary>The id of the credential that it came by, where it has one.</summary>
    public string? TokenId => Find(principal, "jti");

    /// <summary>When that was issued, where it says so.</summary>
    public DateTimeOffset? IssuedAt =>
        double.TryParse(Find(principal, "iat"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0 and <= UnixSeconds.Last
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    public void Write(Utf8JsonWriter writer, TicketOptions tickets, JwtOptions jwt)
    {
        var written = new HashSet<string>(TicketFormat.OwnClaims, StringComparer.Ordinal);
        var name = jwt.NameClaim ?? DefaultName;
        if (principal.Identity?.Name is { Length: > 0 } text && text != Subject && written.Add(name))
        {
            writer.WriteString(name, text);
        }

        Write(writer, jwt.RoleClaim ?? DefaultRole, Roles(), written);
        IEnumerable<string> further = tickets.Claims?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var type in further.Prepend(jwt.TenantClaim))
        {
            Write(writer, type, [.. principal.FindAll(claim => claim.Type == type)], written);
        }
    }

    private Claim[] Roles() =>
        [
            .. principal
                .Identities.SelectMany(identity => identity.FindAll(claim => claim.Type == identity.RoleClaimType))
                .DistinctBy(claim => claim.Value),
        ];

    private static void Write(Utf8JsonWriter writer, string name, Claim[] claims, HashSet<string> written)
    {
        if (claims.Length == 0 || !written.Add(name))
        {
            return;
        }

        writer.WritePropertyName(name);
        if (claims.Length == 1)
        {
            Write(writer, claims[0]);
            return;
        }

        writer.WriteStartArray();
        foreach (var claim in claims)
        {
            Write(writer, claim);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Claim claim)
    {
        switch (claim.ValueType)
        {
            case ClaimValueTypes.Boolean when bool.TryParse(claim.Value, out var flag):
                writer.WriteBooleanValue(flag);
                break;
            case ClaimValueTypes.Integer
            or ClaimValueTypes.Integer32
            or ClaimValueTypes.Integer64
                when long.TryParse(claim.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i):
                writer.WriteNumberValue(i);
                break;
            case "JSON" when IsJson(claim.Value):
                writer.WriteRawValue(claim.Value);
                break;
            default:
                writer.WriteStringValue(claim.Value);
                break;
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Find(ClaimsPrincipal principal, string type) => principal.FindFirst(type)?.Value;
}

using System.Text.Json;
using WsAuth.Secrets;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tokens.Ticket;

/// <summary>The one place that knows how a connection ticket is written and read: a JWT of its own type (RFC 8725 §3.11).</summary>
internal static class TicketFormat
{
    /// <summary>The header's <c>typ</c>.</summary>
    public const string Type = "ws-ticket+jwt";

    /// <summary>The one algorithm.</summary>
    public const string Algorithm = "HS256";

    /// <summary>The longest ticket, in characters: what may stand in a query.</summary>
    public const int LongestTicket = 4096;

    private const int LongestId = 128;

    private const string Absent = "It is a ticket without";

    /// <summary>What only the issuer may say; no claim of a principal takes one of these names.</summary>
    public static IReadOnlySet<string> OwnClaims { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "sub",
            "jti",
            "iat",
            "exp",
            "nbf",
            "aud",
            "iss",
            "ins",
            "origin",
            "sxp",
            "sjti",
            "siat",
            "siss",
            "skey",
        };

    public static string Write(SecretKey key, TicketContent content, Action<Utf8JsonWriter> writeClaims) =>
        JwtWriter.Write(
            key,
            Algorithm,
            Type,
            writer =>
            {
                writer.WriteString("sub"u8, content.Subject);
                writer.WriteString("jti"u8, content.Id);
                writer.WriteNumber("iat"u8, content.IssuedAt.ToUnixTimeSeconds());
                writer.WriteNumber("exp"u8, content.ExpiresAt.ToUnixTimeSeconds());
                writer.WriteString("aud"u8, content.Path);
                writer.WriteString("ins"u8, content.Instance);
                WriteText(writer, "origin", content.Origin);
                WriteTime(writer, "sxp", content.SessionEnd);
                WriteText(writer, "sjti", content.ParentId);
                WriteTime(writer, "siat", content.ParentIssuedAt);
                WriteText(writer, "siss", content.ParentIssuer);
                WriteText(writer, "skey", content.ParentKey);
                writeClaims(writer);
            }
        );

    public static bool IsTicketType(string? type) =>
        type is not null
        && (
            type.Equals(Type, StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/" + Type, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Reads a payload that was found well-formed; otherwise says what is wrong, and whether it is something missing.</summary>
    public static TicketContent? Read(
        ReadOnlySpan<byte> json,
        in JwtPayload payload,
        out string? fault,
        out bool isMissing
    )
    {
        (string? id, string? path, string? instance, string? origin) = (null, null, null, null);
        (string? parent, string? parentIssuer, string? parentKey) = (null, null, null);
        (DateTimeOffset? sessionEnd, DateTimeOffset? parentIssuedAt) = (null, null);
        isMissing = false;
        fault = null;
        foreach (ref readonly var member in payload.Members.Span)
        {
            switch (member.GetName(json))
            {
                case "jti":
                    id = Text(member, json, ref fault);
                    break;
                case "aud":
                    path = Text(member, json, ref fault);
                    break;
                case "ins":
                    instance = Text(member, json, ref fault);
                    break;
                case "origin":
                    origin = Text(member, json, ref fault);
                    break;
                case "sjti":
                    parent = Text(member, json, ref fault);
                    break;
                case "siss":
                    parentIssuer = Text(member, json, ref fault);
                    break;
                case "skey":
                    parentKey = Text(member, json, ref fault);
                    break;
                case "sxp":
                    sessionEnd = Time(member, json, ref fault);
                    break;
                case "siat":
                    parentIssuedAt = Time(member, json, ref fault);
                    break;
            }
        }

        if (fault is null && id?.Length > LongestId)
        {
            fault = $"Its jti has {id.Length} characters; {LongestId} are allowed.";
        }

        if (fault is not null)
        {
            return null;
        }

        isMissing = true;
        fault =
            string.IsNullOrEmpty(payload.Subject) ? $"{Absent} sub."
            : string.IsNullOrEmpty(id) ? $"{Absent} jti."
            : payload.IssuedAt is null ? $"{Absent} iat."
            : payload.Expiry is null ? $"{Absent} exp."
            : path is null ? $"{Absent} aud."
            : instance is null ? $"{Absent} ins."
            : null;
        return fault is not null
            ? null
            : new TicketContent
            {
                Subject = payload.Subject!,
                Id = id!,
                IssuedAt = DateTimeOffset.UnixEpoch.AddTicks(payload.IssuedAt!.Value),
                ExpiresAt = DateTimeOffset.UnixEpoch.AddTicks(payload.Expiry!.Value),
                Path = path!,
                Instance = instance!,
                Origin = origin,
                SessionEnd = sessionEnd,
                ParentId = parent,
                ParentIssuedAt = parentIssuedAt,
                ParentIssuer = parentIssuer,
                ParentKey = parentKey,
            };
    }

    private static string? Text(in JwtMember member, ReadOnlySpan<byte> json, ref string? fault)
    {
        if (member.Type == JsonTokenType.String)
        {
            return member.GetText(json);
        }

        fault ??= $"Its {member.GetName(json)} is no string.";
        return null;
    }

    private static DateTimeOffset? Time(in JwtMember member, ReadOnlySpan<byte> json, ref string? fault)
    {
        if (
            member.Type == JsonTokenType.Number
            && long.TryParse(member.GetValue(json), out var seconds)
            && seconds is >= 0 and <= UnixSeconds.Last
        )
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        fault ??= $"Its {member.GetName(json)} is no whole NumericDate of the years 1970 to 9999.";
        return null;
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.WriteNumber(name, time.ToUnixTimeSeconds());
        }
    }
}

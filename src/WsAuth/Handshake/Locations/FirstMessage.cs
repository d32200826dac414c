using System.Text.Json;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Handshake.Locations;

/// <summary>
/// The first message of an accepted socket: <c>{"action":"auth","token":…}</c> or <c>{"action":"auth","ticket":…}</c>. Other members are ignored.
/// </summary>
internal static class FirstMessage
{
    public const int LongestBytes = 4096;

    public static CredentialReading Read(ReadOnlySpan<byte> message)
    {
        if (message.Length > LongestBytes)
        {
            return Refuse(ReasonCatalogue.CredentialTooLarge, $"The first message may have {LongestBytes} bytes.");
        }

        try
        {
            var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = 16 });
            return ReadObject(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Broken JSON, or a text with half a surrogate pair. The exception may quote the message.
            return Malformed("The first message is no JSON.");
        }
    }

    private static CredentialReading ReadObject(ref Utf8JsonReader reader)
    {
        string? action = null;
        string? token = null;
        string? ticket = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return Malformed("The first message is no JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKnown =
                reader.ValueTextEquals("action"u8) ? Take(ref reader, ref action)
                : reader.ValueTextEquals("token"u8) ? Take(ref reader, ref token)
                : reader.ValueTextEquals("ticket"u8) ? Take(ref reader, ref ticket)
                : Skip(ref reader);
            if (!isKnown)
            {
                return Malformed("In the first message, action, token or ticket stands twice or is no text.");
            }
        }

        // What follows the object is read for its faults.
        while (reader.Read()) { }

        return (action, token, ticket) switch
        {
            (not "auth", _, _) => Refuse(
                ReasonCatalogue.CredentialMissing,
                "The first message is not {\"action\":\"auth\",…}."
            ),
            (_, null, null) => Refuse(
                ReasonCatalogue.CredentialMissing,
                "The first message holds neither token nor ticket."
            ),
            (_, not null, not null) => Refuse(
                ReasonCatalogue.CredentialConflict,
                "The first message holds both token and ticket."
            ),
            _ => Inspect(token ?? ticket!, ticket is null ? null : TokenKind.Ticket),
        };
    }

    private static bool Take(ref Utf8JsonReader reader, ref string? value)
    {
        if (value is not null || !reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        value = reader.GetString();
        return true;
    }

    private static bool Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return true;
    }

    private static CredentialReading Inspect(string text, TokenKind? onlyKind) =>
        CredentialDamage.Find(text, CredentialLocations.FirstMessage) is { } damage
            ? Malformed($"In the first message, {damage}.")
            : new CredentialReading(
                new PresentedCredential(text.AsMemory(), CredentialLocations.FirstMessage),
                null,
                onlyKind
            );

    private static CredentialReading Malformed(string detail) => Refuse(ReasonCatalogue.CredentialMalformed, detail);

    private static CredentialReading Refuse(Reason reason, string detail) =>
        new(
            new PresentedCredential(default, CredentialLocations.FirstMessage),
            new Refusal(reason, detail, "Send {\"action\":\"auth\",\"token\":\"<token>\"} as the first message.")
        );
}

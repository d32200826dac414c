using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WsAuth.Credentials;
using WsAuth.Secrets;
using WsAuth.Secrets.Sources;
using WsAuth.Tokens.Jwt;
using WsAuth.Tokens.Ticket;
using WsAuth.Tool.Tokens.Inspection.Checks;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>
/// A ticket of a service whose key is ephemeral: the running process has it alone, and the key of the same name here is another one. Its signature is no
/// more than unknown; for the service's own code to judge all the rest, it is signed anew with the key here. That text never leaves this process.
/// </summary>
internal static class EphemeralTicket
{
    public const string Unknown = "the key is ephemeral: the running service made it at its start and alone can tell";

    // The type of a ticket has a '+' in it.
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly int SignatureLength = Base64Url.GetEncodedLength(HMACSHA256.HashSizeInBytes);

    /// <summary>Whether the key of tickets is one that only the running service knows.</summary>
    public static bool IsKey(SecretKey? key) => key?.Source == EphemeralSource.Spelling;

    /// <summary>The ticket with a signature that is good here; null where the service's code is to judge it as it is.</summary>
    public static string? SignAnew(string text, ServiceJudge judge)
    {
        var key = judge.Secrets.GetRing(judge.Options.Tickets.Secret).Current;
        if (
            !IsKey(key)
            || CredentialShapes.Of(text) != CredentialShape.Ticket
            || !JwtParts.TrySplit(text, out var parts, out _)
            || parts.Signature.Length != SignatureLength
            || JwtHeader.Parse(JwtReading.Decode(parts.Header), out _) is not { } header
            || header.Algorithm != TicketFormat.Algorithm
        )
        {
            return null;
        }

        var signed = $"{Base64Url.EncodeToString(HeaderOf(header, key!))}.{parts.Payload}";
        var mac = HMACSHA256.HashData(key!.DangerousGetBytes(), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(mac)}";
    }

    private static byte[] HeaderOf(JwtHeader header, SecretKey key) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string?>
            {
                ["alg"] = header.Algorithm,
                ["typ"] = header.Type,
                ["kid"] = key.EffectiveKeyId,
            },
            Plain
        );
}

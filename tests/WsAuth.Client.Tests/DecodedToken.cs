using System.Text;
using System.Text.Json;
using WsAuth.Testing;

namespace WsAuth.Client.Tests;

/// <summary>Header and payload of a minted token, read without the library.</summary>
internal sealed class DecodedToken
{
    public DecodedToken(MintedToken token)
    {
        var parts = LeakWatch.ProtectToken(token.DangerousGetText()).Split('.');
        LeakWatch.Observe(token.ToString());
        (Header, Payload) = (Decode(parts[0]), Decode(parts[1]));
        SignatureLength = parts[2].Length;
    }

    public JsonElement Header { get; }

    public JsonElement Payload { get; }

    public int SignatureLength { get; }

    public bool Has(string claim) => Payload.TryGetProperty(claim, out _);

    public string Claim(string name) => Payload.GetProperty(name).GetRawText();

    private static JsonElement Decode(string segment)
    {
        var padded = segment.Replace('-', '+').Replace('_', '/').PadRight((segment.Length + 3) / 4 * 4, '=');
        return JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(padded))).RootElement;
    }
}

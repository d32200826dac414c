using System.Text.Json;
using WsAuth.KeySets.Reading;

namespace WsAuth.KeySets.Origins;

/// <summary>
/// An authority of OpenID Connect Discovery 1.0: its document names its issuer, which has to be the expected one (§4.3), and the address of
/// its key set.
/// </summary>
internal sealed class AuthorityOrigin(KeySetDefinition definition, KeyDownload download) : IKeyOrigin
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly Uri _document = new(definition.Location.TrimEnd('/') + "/.well-known/openid-configuration");

    public string Name => KeyAddress.Show(_document);

    public bool IsRemote => true;

    public async Task<KeySetContent> ReadAsync(CancellationToken cancellationToken)
    {
        var (body, fault) = await download.GetAsync(_document, cancellationToken).ConfigureAwait(false);
        if (fault is not null || FindKeySet(body, out fault) is not { } address)
        {
            return KeySetContent.Failed(fault!);
        }

        (body, fault) = await download.GetAsync(address, cancellationToken).ConfigureAwait(false);
        return fault is null
            ? JsonWebKeySetReader.Read(body, definition.Terms, Name)
            : KeySetContent.Failed($"its key set at {KeyAddress.Show(address)}: {fault}");
    }

    // What the document says is not repeated: it may be anything.
    private Uri? FindKeySet(ReadOnlyMemory<byte> body, out string? fault)
    {
        fault = null;
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (Text(document.RootElement, "issuer") != definition.ExpectedIssuer)
            {
                fault =
                    $"its document is of another issuer than '{definition.ExpectedIssuer}'; correct the authority, or set the entry's Issuer to what the document says";
                return null;
            }

            if (
                Uri.TryCreate(Text(document.RootElement, "jwks_uri"), UriKind.Absolute, out var address)
                && KeyAddress.FindFault(address) is null
            )
            {
                // Not to the loopback interface either, which only the configuration may name by plain http.
                fault =
                    address.Scheme != Uri.UriSchemeHttps && _document.Scheme == Uri.UriSchemeHttps
                        ? "its document leads from https to a key set by plain http (jwks_uri)"
                        : null;
                return fault is null ? address : null;
            }

            fault = "its document names no address of a key set (jwks_uri)";
            return null;
        }
        catch (JsonException)
        {
            fault = "its document is no well-formed JSON";
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

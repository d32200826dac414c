using System.Text.Json;

namespace WsAuth.KeySets.Reading;

/// <summary>Reads a JSON Web Key Set (RFC 7517 §5). A key that is not understood is passed over, as the RFC asks, and said so.</summary>
internal static class JsonWebKeySetReader
{
    public const int MostKeys = 64;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static KeySetContent Read(ReadOnlyMemory<byte> json, KeyTerms terms, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Read(document.RootElement, terms, source);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return KeySetContent.Failed("it is no well-formed JSON");
        }
    }

    private static KeySetContent Read(JsonElement root, KeyTerms terms, string source)
    {
        // A single key in the place of a set is what "export the JWK" gives people.
        var isOneKey = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("kty", out _);
        if (isOneKey)
        {
            return Collect([root], terms, source);
        }

        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("keys", out var keys)
            || keys.ValueKind != JsonValueKind.Array
        )
        {
            return KeySetContent.Failed("it is no JSON Web Key Set: an object with the member keys");
        }

        return keys.GetArrayLength() > MostKeys
            ? KeySetContent.Failed($"it holds {keys.GetArrayLength()} keys; {MostKeys} are the most")
            : Collect(keys.EnumerateArray(), terms, source);
    }

    private static KeySetContent Collect(IEnumerable<JsonElement> elements, KeyTerms terms, string source)
    {
        List<IssuerKey> keys = [];
        List<string> ignored = [];
        var position = 0;
        foreach (var element in elements)
        {
            position++;
            if (JsonWebKeyReader.Read(element, terms, source, out var fault) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                ignored.Add($"key {position}: {fault}");
            }
        }

        return keys.Count > 0 ? new KeySetContent(keys, ignored)
            : position == 0 ? KeySetContent.Failed("it holds no key")
            : KeySetContent.Failed("it holds no usable key", ignored);
    }
}

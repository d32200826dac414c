using System.Diagnostics;
using System.Security.Claims;
using System.Text;
using System.Text.Json;

namespace WsAuth.Tokens.Jwt;

/// <summary>The claims of a verified token, read from its payload each time someone asks, so that nothing is made for nobody.</summary>
[DebuggerDisplay("JwtClaims")]
internal sealed class JwtClaims : ITokenClaims
{
    private const string JsonValueType = "JSON";
    private const string DefaultRoleClaim = "role";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _json;

    private readonly JwtOptions _options;

    /// <summary>The claims of a payload that <see cref="JwtPayload"/> has found well-formed.</summary>
    public JwtClaims(byte[] json, JwtOptions options)
    {
        _json = json;
        _options = options;
    }

    public string? Find(string name)
    {
        var reader = new Utf8JsonReader(_json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                return reader.TokenType == JsonTokenType.Null ? null : Text(ref reader);
            }

            reader.Skip();
        }

        return null;
    }

    public ClaimsIdentity CreateIdentity(string authenticationType)
    {
        var issuer = Find("iss") ?? ClaimsIdentity.DefaultIssuer;
        var claims = new List<Claim>(16);
        var reader = new Utf8JsonReader(_json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var type = NameOf(ref reader);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Add(claims, type, ref reader, issuer);
                }
            }
            else
            {
                Add(claims, type, ref reader, issuer);
            }
        }

        var hasName = claims.Exists(claim => claim.Type == "name");
        return new ClaimsIdentity(
            claims,
            authenticationType,
            _options.NameClaim ?? (hasName ? "name" : "sub"),
            _options.RoleClaim ?? DefaultRoleClaim
        );
    }

    private void Add(List<Claim> claims, string type, ref Utf8JsonReader reader, string issuer)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        var valueType = reader.TokenType switch
        {
            JsonTokenType.String => ClaimValueTypes.String,
            JsonTokenType.True or JsonTokenType.False => ClaimValueTypes.Boolean,
            JsonTokenType.Number => reader.TryGetInt64(out _) ? ClaimValueTypes.Integer64 : ClaimValueTypes.Double,
            _ => JsonValueType,
        };
        var value = Text(ref reader);
        claims.Add(new Claim(type, value, valueType, issuer));
        if (type == "sub")
        {
            // What SignalR and most applications look the user up by.
            claims.Add(new Claim(ClaimTypes.NameIdentifier, value, valueType, issuer));
        }
        else if (type == "roles" && _options.RoleClaim is null)
        {
            claims.Add(new Claim(DefaultRoleClaim, value, valueType, issuer));
        }
    }

    // Leaves the reader at the end of the value.
    private string Text(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString()!;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return Encoding.UTF8.GetString(_json.AsSpan(start..(int)reader.BytesConsumed));
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            default:
                return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private static string NameOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("sub"u8) ? "sub"
        : reader.ValueTextEquals("exp"u8) ? "exp"
        : reader.ValueTextEquals("iat"u8) ? "iat"
        : reader.ValueTextEquals("iss"u8) ? "iss"
        : reader.ValueTextEquals("aud"u8) ? "aud"
        : reader.ValueTextEquals("nbf"u8) ? "nbf"
        : reader.ValueTextEquals("jti"u8) ? "jti"
        : reader.ValueTextEquals("name"u8) ? "name"
        : reader.ValueTextEquals("role"u8) ? "role"
        : reader.ValueTextEquals("scope"u8) ? "scope"
        : reader.GetString()!;
}

using System.Diagnostics;
using System.Globalization;
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

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ReadOnlyMemory<JwtMember> _members;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string? _subject;

    private readonly bool _hasName;
    private readonly JwtClaimOptions _options;

    /// <summary>The claims of a payload that was found well-formed in these bytes.</summary>
    public JwtClaims(byte[] json, in JwtPayload payload, JwtClaimOptions options)
    {
        _json = json;
        _members = payload.Members;
        _subject = payload.Subject;
        _hasName = payload.HasName;
        _options = options;
    }

    public string? Find(string name)
    {
        foreach (ref readonly var member in _members.Span)
        {
            if (IsNamed(member, name))
            {
                return member.Type == JsonTokenType.Null ? null : member.GetText(_json);
            }
        }

        return null;
    }

    public ClaimsIdentity CreateIdentity(string authenticationType)
    {
        var identity = new ClaimsIdentity(
            authenticationType,
            _options.NameClaim ?? (_hasName ? "name" : "sub"),
            _options.RoleClaim ?? DefaultRoleClaim
        );

        // Where an issuer is configured, the token is from that one.
        var issuer = _options.Issuer ?? Find("iss") ?? ClaimsIdentity.DefaultIssuer;
        foreach (ref readonly var member in _members.Span)
        {
            var type = NameOf(member);
            if (member.Type == JsonTokenType.StartArray)
            {
                AddElements(identity, type, member.GetValue(_json), issuer);
            }
            else if (member.Type != JsonTokenType.Null)
            {
                var text = type switch
                {
                    "sub" when _subject is not null => _subject,
                    "iss" => issuer,
                    _ => member.GetText(_json),
                };
                Add(identity, type, text, ValueTypeOf(member.Type, member.GetValue(_json)), issuer);
            }
        }

        return identity;
    }

    private void AddElements(ClaimsIdentity identity, string type, ReadOnlySpan<byte> array, string issuer)
    {
        var reader = new Utf8JsonReader(array);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var first = reader.TokenType;
            var start = (int)reader.TokenStartIndex;
            var text = first == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
            var value = array[start..(int)reader.BytesConsumed];
            if (first != JsonTokenType.Null)
            {
                Add(identity, type, text ?? Encoding.UTF8.GetString(value), ValueTypeOf(first, value), issuer);
            }
        }
    }

    private void Add(ClaimsIdentity identity, string type, string value, string valueType, string issuer)
    {
        // A claim that does not name this identity as its own would be copied by it.
        identity.AddClaim(new Claim(type, value, valueType, issuer, issuer, identity));
        var alias = type switch
        {
            // What SignalR and most applications look the user up by.
            "sub" => ClaimTypes.NameIdentifier,
            "roles" when _options.RoleClaim is null => DefaultRoleClaim,
            _ => null,
        };
        if (alias is not null)
        {
            identity.AddClaim(new Claim(alias, value, valueType, issuer, issuer, identity));
        }
    }

    private static string ValueTypeOf(JsonTokenType type, ReadOnlySpan<byte> value) =>
        type switch
        {
            JsonTokenType.String => ClaimValueTypes.String,
            JsonTokenType.True or JsonTokenType.False => ClaimValueTypes.Boolean,
            JsonTokenType.Number => IsInteger(value) ? ClaimValueTypes.Integer64 : ClaimValueTypes.Double,
            _ => JsonValueType,
        };

    // 18 digits and a sign fit in any case.
    private static bool IsInteger(ReadOnlySpan<byte> number) =>
        !number.ContainsAny((byte)'.', (byte)'e', (byte)'E')
        && (
            number.Length < 19
            || long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        );

    private bool IsNamed(in JwtMember member, string name) =>
        member.TryGetName(_json, out var bytes) && Ascii.IsValid(bytes)
            ? Ascii.Equals(bytes, name)
            : member.GetName(_json) == name;

    private string NameOf(in JwtMember member) =>
        !member.TryGetName(_json, out var name) ? member.GetName(_json)
        : name.SequenceEqual("sub"u8) ? "sub"
        : name.SequenceEqual("exp"u8) ? "exp"
        : name.SequenceEqual("iat"u8) ? "iat"
        : name.SequenceEqual("iss"u8) ? "iss"
        : name.SequenceEqual("aud"u8) ? "aud"
        : name.SequenceEqual("nbf"u8) ? "nbf"
        : name.SequenceEqual("jti"u8) ? "jti"
        : name.SequenceEqual("name"u8) ? "name"
        : name.SequenceEqual("role"u8) ? "role"
        : name.SequenceEqual("scope"u8) ? "scope"
        : name.SequenceEqual("email"u8) ? "email"
        : Encoding.UTF8.GetString(name);
}

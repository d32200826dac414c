using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace WsAuth.Tokens.Jwt;

/// <summary>
/// Where one member of a payload stands in its bytes: noted in the pass that validates it, so that reading a claim needs no
/// second one. A payload is shorter than 64 KiB (<see cref="JwtParts.LongestToken"/>).
/// </summary>
[DebuggerDisplay("JwtMember")]
internal struct JwtMember
{
    private ushort _nameStart;
    private ushort _nameEnd;
    private ushort _valueStart;
    private ushort _valueEnd;
    private byte _type;
    private bool _isNameEscaped;
    private bool _isValueEscaped;

    /// <summary>The value's first token.</summary>
    public readonly JsonTokenType Type => (JsonTokenType)_type;

    /// <summary>Takes the name that the reader stands on.</summary>
    public static JwtMember Begin(ref Utf8JsonReader reader) =>
        new()
        {
            _nameStart = (ushort)(reader.TokenStartIndex + 1),
            _nameEnd = (ushort)(reader.TokenStartIndex + 1 + reader.ValueSpan.Length),
            _isNameEscaped = reader.ValueIsEscaped,
        };

    /// <summary>Takes the first token of the value.</summary>
    public void BeginValue(ref Utf8JsonReader reader)
    {
        _type = (byte)reader.TokenType;
        _valueStart = (ushort)reader.TokenStartIndex;
        _isValueEscaped = reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped;
    }

    /// <summary>Takes the last token of the value.</summary>
    public void EndValue(ref Utf8JsonReader reader) => _valueEnd = (ushort)reader.BytesConsumed;

    /// <summary>The name's bytes; false where they have to be unescaped first.</summary>
    public readonly bool TryGetName(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> name)
    {
        name = json[_nameStart.._nameEnd];
        return !_isNameEscaped;
    }

    public readonly string GetName(ReadOnlySpan<byte> json) =>
        TryGetName(json, out var name)
            ? Encoding.UTF8.GetString(name)
            : Unescape(json[(_nameStart - 1)..(_nameEnd + 1)]);

    /// <summary>The value as it stands there, with the quotes of a string.</summary>
    public readonly ReadOnlySpan<byte> GetValue(ReadOnlySpan<byte> json) => json[_valueStart.._valueEnd];

    /// <summary>The text of a string; of anything else its JSON.</summary>
    public readonly string GetText(ReadOnlySpan<byte> json)
    {
        var value = GetValue(json);
        return _isValueEscaped ? Unescape(value) : Decode(Type == JsonTokenType.String ? value[1..^1] : value);
    }

    // Nearly every claim is ASCII, and widening that is half the work of decoding UTF-8.
    private static string Decode(ReadOnlySpan<byte> utf8) =>
        Ascii.IsValid(utf8) ? Encoding.Latin1.GetString(utf8) : Encoding.UTF8.GetString(utf8);

    private static string Unescape(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }
}

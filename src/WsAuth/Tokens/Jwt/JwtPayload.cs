using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace WsAuth.Tokens.Jwt;

/// <summary>The registered claims (RFC 7519 §4.1) of a payload whose signature is verified, found in one pass.</summary>
internal struct JwtPayload
{
    private const int UsualMembers = 12;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = JsonMemberNames.MaximumDepth };

    private JwtMember[]? _members;
    private int _count;

    /// <summary>The members, in their order.</summary>
    public readonly ReadOnlyMemory<JwtMember> Members => _members.AsMemory(0, _count);

    /// <summary><c>exp</c>, <c>nbf</c> and <c>iat</c> in ticks since 1970.</summary>
    public long? Expiry { get; private set; }

    public long? NotBefore { get; private set; }

    public long? IssuedAt { get; private set; }

    public string? Subject { get; private set; }

    /// <summary>Whether it has a <c>name</c> that is one value.</summary>
    public bool HasName { get; private set; }

    /// <summary>Whether <c>iss</c> is the expected one.</summary>
    public bool IsFromIssuer { get; private set; }

    /// <summary>Whether <c>aud</c> names an expected audience.</summary>
    public bool IsForAudience { get; private set; }

    /// <summary>Reads a payload; answers what is wrong with it, or null.</summary>
    public string? Read(ReadOnlySpan<byte> json, JwtRules rules)
    {
        var names = new JsonMemberNames(json, stackalloc int[64]);
        try
        {
            return Read(json, rules, ref names);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "Its payload is no well-formed JSON object.";
        }
        finally
        {
            names.Dispose();
        }
    }

    private string? Read(ReadOnlySpan<byte> json, JwtRules rules, scoped ref JsonMemberNames names)
    {
        if (json.IsEmpty || json[0] != '{' || json[^1] != '}' || !Utf8.IsValid(json))
        {
            return "Its payload is no JSON object in UTF-8.";
        }

        var reader = new Utf8JsonReader(json, Strict);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    if (!names.TryAdd(ref reader))
                    {
                        return "Its payload has a member twice.";
                    }

                    if (reader.CurrentDepth == 1)
                    {
                        BeginMember(ref reader);
                    }

                    continue;
                case JsonTokenType.StartObject:
                    names.EnterObject();
                    break;
                case JsonTokenType.EndObject:
                    names.LeaveObject();
                    break;
                case JsonTokenType.String:
                    RejectHalfSurrogates(ref reader);
                    break;
            }

            if (reader.CurrentDepth == 1 && TakeValue(json, ref reader, rules) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private void BeginMember(ref Utf8JsonReader reader)
    {
        _members ??= new JwtMember[UsualMembers];
        if (_count == _members.Length)
        {
            Array.Resize(ref _members, _count * 2);
        }

        _members[_count++] = JwtMember.Begin(ref reader);
    }

    private string? TakeValue(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, JwtRules rules)
    {
        ref var member = ref _members![_count - 1];
        string? fault = null;
        if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            member.BeginValue(ref reader);
            fault = member.TryGetName(json, out var name)
                ? ReadRegistered(name, ref reader, rules)
                : ReadRegistered(Encoding.UTF8.GetBytes(member.GetName(json)), ref reader, rules);
        }

        member.EndValue(ref reader);
        return fault;
    }

    private string? ReadRegistered(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, JwtRules rules)
    {
        if (name.Length != 3)
        {
            HasName |=
                name.SequenceEqual("name"u8)
                && reader.TokenType is not (JsonTokenType.Null or JsonTokenType.StartArray);
            return null;
        }

        if (name.SequenceEqual("exp"u8))
        {
            Expiry = ReadNumericDate(ref reader);
            return Expiry is null ? DescribeDateFault("exp", ref reader) : null;
        }

        if (name.SequenceEqual("nbf"u8))
        {
            NotBefore = ReadNumericDate(ref reader);
            return NotBefore is null ? DescribeDateFault("nbf", ref reader) : null;
        }

        if (name.SequenceEqual("iat"u8))
        {
            IssuedAt = ReadNumericDate(ref reader);
            return IssuedAt is null ? DescribeDateFault("iat", ref reader) : null;
        }

        if (name.SequenceEqual("sub"u8))
        {
            Subject = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            return Subject is null ? "Its sub is no string." : null;
        }

        if (name.SequenceEqual("iss"u8))
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                return "Its iss is no string.";
            }

            IsFromIssuer = rules.Issuer is not null && reader.ValueTextEquals(rules.Issuer);
            return null;
        }

        return name.SequenceEqual("aud"u8) ? ReadAudience(ref reader, rules) : null;
    }

    private string? ReadAudience(ref Utf8JsonReader reader, JwtRules rules)
    {
        const string Fault = "Its aud is neither a string nor an array of strings.";
        if (reader.TokenType == JsonTokenType.String)
        {
            IsForAudience = rules.IsAudience(ref reader);
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Fault;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                return Fault;
            }

            RejectHalfSurrogates(ref reader);
            IsForAudience |= rules.IsAudience(ref reader);
        }

        return null;
    }

    // Half a surrogate pair is found here, by an exception of the reader, and not when someone reads the claim.
    private static void RejectHalfSurrogates(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            _ = reader.GetString();
        }
    }

    // Thirteen digits, as of Date.now(): the years 2001 to 2286 in milliseconds.
    private static string DescribeDateFault(string name, ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number
        && reader.TryGetInt64(out var number)
        && number is >= 1_000_000_000_000 and < 10_000_000_000_000
            ? $"Its {name} is in milliseconds; a NumericDate counts seconds (RFC 7519 §2): divide by 1000."
            : $"Its {name} is no NumericDate of the years 1970 to 9999.";

    // A JSON number, integer or fraction, never negative, never beyond the year 9999 (RFC 7519 §2).
    private static long? ReadNumericDate(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || reader.ValueSpan[0] == '-')
        {
            return null;
        }

        if (reader.TryGetInt64(out var seconds))
        {
            return seconds <= UnixSeconds.Last ? seconds * TimeSpan.TicksPerSecond : null;
        }

        return reader.TryGetDouble(out var fraction) && fraction < UnixSeconds.Last + 1
            ? (long)(fraction * TimeSpan.TicksPerSecond)
            : null;
    }
}

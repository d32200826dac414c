using System.Globalization;
using WsAuth.Secrets.Sources;

namespace WsAuth.Secrets;

/// <summary>
/// Reads an order of sources: <c>source &gt; source &gt; …</c>, each <c>[hex:|base64:]kind:name [id KEY-ID] [until DATE]</c>.
/// Errors name the position and the fix, and never repeat what was written: people paste secrets into wrong places.
/// </summary>
internal static class SecretOrderParser
{
    private const string Kinds =
        "env:NAME, envfile:NAME, file:PATH, config:KEY, code:NAME, development-default, ephemeral";
    private const string EnvironmentToken = "{ENVIRONMENT}";

    private static readonly string[] KindNames =
    [
        "env",
        "envfile",
        "file",
        "config",
        "code",
        "development-default",
        "ephemeral",
        "hex",
        "base64",
    ];

    /// <summary>The entries of <paramref name="order"/>; faults are added to <paramref name="errors"/> under the setting's name.</summary>
    public static IReadOnlyList<SecretOrderEntry> Parse(
        string order,
        string setting,
        string environmentName,
        bool mayEnd,
        List<string> errors
    )
    {
        if (string.IsNullOrWhiteSpace(order))
        {
            errors.Add(
                $"{setting} is empty: name at least one source ({Kinds}), or remove the setting to get the built-in order."
            );
            return [];
        }

        var entries = new List<SecretOrderEntry>();
        var parts = order.Split('>');
        for (var i = 0; i < parts.Length; i++)
        {
            var error = ParseEntry(parts[i].Trim(), environmentName, mayEnd, out var entry);
            if (entry is not null && entries.Any(earlier => earlier.Name == entry.Name))
            {
                error = "it stands in the order twice; remove one";
            }

            if (error is not null)
            {
                errors.Add($"{setting}: source {i + 1} of {parts.Length}: {error}.");
            }
            else
            {
                entries.Add(entry!);
            }
        }

        return entries;
    }

    private static string? ParseEntry(string text, string environmentName, bool mayEnd, out SecretOrderEntry? entry)
    {
        entry = null;
        var date = TakeSuffix(ref text, "until");
        var keyId = TakeSuffix(ref text, "id");
        date ??= TakeSuffix(ref text, "until");
        if (FindSuffixFault(text, date, mayEnd) is { } fault)
        {
            return fault;
        }

        DateTimeOffset? until = date is null ? null : ParseEnd(date);
        var encoding = TakeEncoding(ref text);
        if (text.Replace(EnvironmentToken, "", StringComparison.Ordinal).AsSpan().ContainsAny('{', '}'))
        {
            return "only {ENVIRONMENT} may stand in braces";
        }

        var error = ParseSource(
            text.Replace(EnvironmentToken, SecretEnvironments.Token(environmentName), StringComparison.Ordinal),
            out var source
        );
        if (source is not null)
        {
            entry = new SecretOrderEntry(source, encoding, keyId, until);
        }

        return error;
    }

    // What is left of a suffix that could not be read would become part of a path or a key, and the key would never end.
    private static string? FindSuffixFault(string text, string? date, bool mayEnd)
    {
        var isLeft = (text + " ").Contains(" until ", StringComparison.Ordinal);
        if (!mayEnd && (isLeft || date is not null))
        {
            return "'until' belongs to Previous: the secret in force has no end";
        }

        if (isLeft || (date is not null && ParseEnd(date) is null))
        {
            return "the text after 'until' is no date; write it as 2027-01-31 or 2027-01-31T12:00:00Z";
        }

        return (text + " ").Contains(" id ", StringComparison.Ordinal)
            ? "an id is one word after the source, and a source has one"
            : null;
    }

    private static string? ParseSource(string text, out SecretSource? source)
    {
        source = null;
        if (text.Length == 0)
        {
            return "there is nothing between two '>' (or at an end)";
        }

        if (text == DevelopmentDefaultSource.Spelling)
        {
            source = new DevelopmentDefaultSource();
            return null;
        }

        if (text == EphemeralSource.Spelling)
        {
            source = new EphemeralSource();
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return $"it names no kind; write for example env:NAME (kinds: {Kinds})";
        }

        var (kind, name) = (text[..colon], text[(colon + 1)..].Trim());
        if (name.Length == 0)
        {
            return $"nothing follows its kind (kinds: {Kinds})";
        }

        if (kind is "env" or "envfile" && name.AsSpan().ContainsAny(" =\t\"'"))
        {
            return "a variable's name holds no spaces, quotes or '='; write env:NAME, and separate sources by ' > '";
        }

        if (kind == "file" ? PastedValue.IsPath(name) : PastedValue.Is(name))
        {
            return "what follows its kind looks like a secret's value, not like the name of what holds it; take it out of the order, and name the variable, file or key";
        }

        source = kind switch
        {
            "env" => new EnvironmentVariableSource(name),
            "envfile" => new FileNamedByVariableSource(name),
            "file" => new FileSource(name),
            "config" => new ConfigurationKeySource(name),
            "code" => new DelegateSource(name),
            _ => null,
        };
        return source is null ? $"its kind is not known{DidYouMean.Suggest(kind, KindNames)} (kinds: {Kinds})" : null;
    }

    private static SecretEncoding TakeEncoding(ref string text)
    {
        if (text.StartsWith("hex:", StringComparison.Ordinal))
        {
            text = text[4..];
            return SecretEncoding.Hex;
        }

        if (text.StartsWith("base64:", StringComparison.Ordinal))
        {
            text = text[7..];
            return SecretEncoding.Base64;
        }

        return SecretEncoding.Text;
    }

    private static string? TakeSuffix(ref string text, string word)
    {
        var last = text.LastIndexOf(' ');
        var head = last < 0 ? "" : text[..last].TrimEnd();
        if (!head.EndsWith(" " + word, StringComparison.Ordinal))
        {
            return null;
        }

        var value = text[(last + 1)..];
        text = head[..^(word.Length + 1)].TrimEnd();
        return value;
    }

    // A day lasts until its end, in UTC: "until 2027-01-31" still accepts on the 31st.
    internal static DateTimeOffset? ParseEnd(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day == DateOnly.MaxValue
                ? DateTimeOffset.MaxValue
                : new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        }

        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(
            text,
            formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time.ToUniversalTime()
            : null;
    }
}

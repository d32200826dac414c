using System.Globalization;
using WsAuth.Secrets;

namespace WsAuth.Mismatch;

/// <summary>The finding in plain words: names, positions and fingerprints.</summary>
internal static class MismatchSentence
{
    /// <summary>It was made with another value than the one in force.</summary>
    public static string OtherValue(MismatchEvidence evidence, SecretRing ring, MismatchTrace trace) =>
        $"{Made(evidence)} {Describe(trace)}{(ring.Current is null ? $"; no value of '{ring.Name}' is in force for it." : $", but {InForce(ring)}.")}";

    /// <summary>It was made with another form of the value in force.</summary>
    public static string OtherForm(MismatchEvidence evidence, SecretRing ring, MismatchTrace trace)
    {
        var right = trace.Form switch
        {
            MismatchForm.HexDecoded or MismatchForm.Base64Decoded => "the text itself",
            MismatchForm.Undecoded or MismatchForm.UndecodedWithLineEnd => "what it decodes to",
            _ => "the value as it stands there",
        };
        return $"{Made(evidence)} {Describe(trace)}; in force is {right} ({ring.Current!.Fingerprint}).";
    }

    /// <summary>It was made with a value that is accepted here: the key id was wrong, or the value has come into force since.</summary>
    public static string Accepted(MismatchEvidence evidence, MismatchTrace trace, SecretKey key)
    {
        var state = key.IsCurrent ? "in force" : "accepted";
        return evidence.KeyId is null
            ? $"{Made(evidence)} {Describe(trace)}, which is {state} by now."
            : $"{Made(evidence)} {Describe(trace)}, which is {state} here: only the key id that the token names is another one.";
    }

    /// <summary>It was made with nothing that can be seen.</summary>
    public static string None(MismatchEvidence evidence, SecretRing ring, ValuesInSight sight)
    {
        var count = sight.Values.Count;
        var values =
            count == 0 ? "a value that is not visible here"
            : count == 1 ? "another value than the one visible here"
            : sight.UntriedCount > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"none of the {count} values tried, of {count + sight.UntriedCount} visible here"
                )
            : string.Create(CultureInfo.InvariantCulture, $"none of the {count} values visible here");
        return ring.Current is null ? $"{Made(evidence)} {values}." : $"{Made(evidence)} {values}; {InForce(ring)}.";
    }

    private static string Made(MismatchEvidence evidence) => evidence.IsSigned ? "Signed with" : "The client sent";

    private static string InForce(SecretRing ring) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ring.Current!.Source} (source {ring.Current.Position} of '{ring.Name}', {ring.Current.Fingerprint}) is in force in {ring.EnvironmentName}"
        );

    private static string Describe(MismatchTrace trace) =>
        $"{Describe(trace.Form, trace.Value.Source, trace.Bytes.Length)} ({Describe(trace.Value)}, {trace.Fingerprint})";

    private static string Describe(MismatchForm form, string source, int length) =>
        form switch
        {
            MismatchForm.Trimmed => $"{source} without the white space around it",
            MismatchForm.Unquoted => $"{source} without its quotes",
            MismatchForm.WithoutByteOrderMark => $"{source} without its byte order mark",
            MismatchForm.Bare => $"{source} without its byte order mark, quotes and white space",
            MismatchForm.WithLineFeed => $"{source} plus a trailing line feed",
            MismatchForm.WithCarriageReturnLineFeed => $"{source} plus a trailing CR LF",
            MismatchForm.WithByteOrderMark => $"{source} behind a byte order mark",
            MismatchForm.InDoubleQuotes => $"{source} in double quotes",
            MismatchForm.InSingleQuotes => $"{source} in single quotes",
            MismatchForm.HexDecoded => string.Create(
                CultureInfo.InvariantCulture,
                $"the {length} bytes that the hexadecimal text of {source} decodes to"
            ),
            MismatchForm.Base64Decoded => string.Create(
                CultureInfo.InvariantCulture,
                $"the {length} bytes that the base64 text of {source} decodes to"
            ),
            MismatchForm.Undecoded => $"the undecoded text of {source}",
            MismatchForm.UndecodedWithLineEnd => $"the undecoded text of {source} plus a line end",
            _ => source,
        };

    private static string Describe(VisibleValue value) =>
        value.Place switch
        {
            VisiblePlace.Previous => string.Create(
                CultureInfo.InvariantCulture,
                $"previous value {value.Position} of '{value.SecretName}'{(value.Until is { } until ? $", accepted until {until:yyyy-MM-dd'T'HH:mm'Z'}" : "")}"
            ),
            VisiblePlace.LastGood => $"the last good value of '{value.SecretName}'",
            VisiblePlace.DevelopmentDefault => $"made on this machine for '{value.SecretName}'",
            VisiblePlace.OtherName => $"in no order of '{value.SecretName}'",
            _ => string.Create(CultureInfo.InvariantCulture, $"source {value.Position} of '{value.SecretName}'"),
        };
}

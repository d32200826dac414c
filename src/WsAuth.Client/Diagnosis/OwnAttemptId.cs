using System.Security.Cryptography;

namespace WsAuth.Client.Diagnosis;

/// <summary>
/// The attempt id that a client chooses for its own handshake, so that it can be asked for where the answer has no id: an exception that nobody
/// catches is answered without any header.
/// </summary>
/// <param name="Text">32 lower-case hexadecimal digits.</param>
/// <param name="IsSentAlready">Whether the caller of the diagnosis sends one by itself.</param>
internal sealed record OwnAttemptId(string Text, bool IsSentAlready)
{
    public const string Header = "X-WsAuth-Attempt";

    private const string Parameter = "wsauth_attempt=";
    private const int Length = 32;

    public static OwnAttemptId Of(Uri url, IDictionary<string, string> headers)
    {
        if (headers.TryGetValue(Header, out var header))
        {
            return new OwnAttemptId(IsId(header) ? header : "", IsSentAlready: true);
        }

        var parameter = url
            .Query.TrimStart('?')
            .Split('&')
            .FirstOrDefault(pair => pair.StartsWith(Parameter, StringComparison.Ordinal));
        return parameter?[Parameter.Length..] is { } chosen && IsId(chosen)
            ? new OwnAttemptId(chosen, IsSentAlready: true)
            : new OwnAttemptId(RandomNumberGenerator.GetHexString(Length, lowercase: true), IsSentAlready: false);
    }

    public static bool IsId(string? text) =>
        text is { Length: Length } && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}

using System.CommandLine.Parsing;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor;

/// <summary>The words that stand for kinds and places, and what was meant where one is none of them.</summary>
internal static class DoctorWords
{
    private const string ParameterPrefix = "query:";

    private static readonly Dictionary<string, DoctorKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jwt"] = DoctorKind.Jwt,
        ["edge"] = DoctorKind.Edge,
        ["edge-token"] = DoctorKind.Edge,
        ["shared-secret"] = DoctorKind.SharedSecret,
        ["ticket"] = DoctorKind.Ticket,
        ["none"] = DoctorKind.None,
    };

    private static readonly Dictionary<string, CredentialLocations> Places = new(StringComparer.OrdinalIgnoreCase)
    {
        ["header"] = CredentialLocations.AuthorizationHeader,
        ["query"] = CredentialLocations.QueryAccessToken,
        ["sub-protocol"] = CredentialLocations.SubProtocol,
        ["subprotocol"] = CredentialLocations.SubProtocol,
        ["first-message"] = CredentialLocations.FirstMessage,
    };

    public static DoctorKind? ParseKind(ArgumentResult result)
    {
        if (result.Tokens is [var token] && Kinds.TryGetValue(token.Value, out var kind))
        {
            return kind;
        }

        result.AddError($"--kind is {string.Join(", ", Kinds.Keys.Where(name => name != "edge-token"))}.");
        return null;
    }

    public static CredentialLocations? PlaceOf(string? word) =>
        word is null ? null
        : ParameterOf(word) is not null ? CredentialLocations.QueryAccessToken
        : Places.TryGetValue(word, out var place) ? place
        : throw ToolException.Usage(
            $"There is no location {ClientText.Quote(word)}{End(DidYouMean.Suggest(word, Places.Keys))} It is header, query, query:<parameter>, sub-protocol or first-message."
        );

    /// <summary>The parameter of <c>query:session_token</c>; null where none is named.</summary>
    public static string? ParameterOf(string? word) =>
        word?.StartsWith(ParameterPrefix, StringComparison.OrdinalIgnoreCase) != true ? null
        : word[ParameterPrefix.Length..] is { Length: > 0 and <= 64 } name
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? name
        : throw ToolException.Usage("--location query:<parameter> names a query parameter, for example query:token.");

    private static string End(string suggestion) => suggestion.Length > 0 ? suggestion : ".";
}

using System.Globalization;
using Microsoft.Extensions.Logging;
using WsAuth.Reasons;
using WsAuth.State;

namespace WsAuth.AspNetCore.Connections;

// The account of revocations: by which of them a caller was refused is found here, whoever asked for it.
public sealed partial class LiveConnections
{
    private const int LengthOfOwnIds = 32;

    private static string Describe(Revocation revocation) =>
        revocation.Criterion switch
        {
            RevocationCriterion.TokenId => $"token {ShowId(revocation.Value)}",
            RevocationCriterion.Key => $"key {revocation.Value}",
            RevocationCriterion.SubjectBefore => string.Create(
                CultureInfo.InvariantCulture,
                $"subject {ClientText.Quote(revocation.Value)}, what was issued before {revocation.Before:yyyy-MM-dd'T'HH:mm:ss'Z'}"
            ),
            _ => $"subject {ClientText.Quote(revocation.Value)}",
        };

    // Ids of tokens are public, in the form that tickets and minted tokens have them too. Of another form it may be a token by mistake.
    private static string ShowId(string id) =>
        id.Length == LengthOfOwnIds && !id.AsSpan().ContainsAnyExcept("0123456789abcdef") ? id : ClientText.Quote(id);

    private string DescribeEnd(TimeSpan? keepFor)
    {
        var now = _clock.GetUtcNow();
        return keepFor is { } time && time < DateTimeOffset.MaxValue - now
            ? string.Create(CultureInfo.InvariantCulture, $"until {now + time:yyyy-MM-dd'T'HH:mm:ss'Z'}")
            : "as long as the store is there";
    }

    [LoggerMessage(
        2113,
        LogLevel.Information,
        "Revoked: {What}; remembered {End}. {Count} open sockets of this process are asked to close.",
        EventName = "Revoked"
    )]
    private partial void LogRevoked(string what, string end, int count);

    [LoggerMessage(
        2114,
        LogLevel.Error,
        "Not revoked: {What}; the store of revocations threw {Exception}. {Count} open sockets of this process are asked to close, and may come back.",
        EventName = "NotRevoked"
    )]
    private partial void LogNotKept(string what, string exception, int count);
}

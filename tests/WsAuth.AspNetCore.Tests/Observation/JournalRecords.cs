using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Observation;
using WsAuth.Reasons;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>Journals, and records to fill them with.</summary>
internal static class JournalRecords
{
    /// <summary>A journal of an application that is not started.</summary>
    public static HandshakeJournal Journal(
        ManualTimeProvider clock,
        int capacity = 2000,
        string retention = "00:05:00"
    ) =>
        KestrelHost
            .Build(
                _ => { },
                new Dictionary<string, string?>
                {
                    ["WsAuth:Journal:Capacity"] = $"{capacity}",
                    ["WsAuth:Journal:Retention"] = retention,
                },
                clock: clock
            )
            .Services.GetRequiredService<HandshakeJournal>();

    public static string Id(int number) => $"{number:x32}";

    public static HandshakeRecord Refused(int number, string address = "192.0.2.1", int? chosen = null) =>
        new()
        {
            AttemptId = Id(number),
            ChosenAttemptId = chosen is { } id ? (UInt128)id : null,
            At = DateTimeOffset.UnixEpoch.AddSeconds(number),
            IsHandshake = true,
            Endpoint = "/ws",
            Reason = ReasonCatalogue.SignatureMismatch,
            Explanation = $"number {number}",
            RemoteAddress = IPAddress.Parse(address),
        };

    public static HandshakeRecord Accepted(int number) => Refused(number) with { Reason = null };
}

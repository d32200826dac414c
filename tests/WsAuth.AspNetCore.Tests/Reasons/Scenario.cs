using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Tests.Reasons;

/// <summary>How one row of the catalogue comes about on a real socket.</summary>
internal sealed record Scenario(Reason Reason, Func<ScenarioRun, Task<Told>> ProvokeAsync)
{
    /// <summary>The status that the client sees, where the row has none of its own.</summary>
    public int Status { get; init; } = Reason.Status;

    /// <summary>What the client is told; null where the server answers by itself, without a header of ours.</summary>
    public string? Class { get; init; } = Reason.WireClass;

    /// <summary>Settings beside those of every scenario.</summary>
    public (string Name, string Value)[] Settings { get; init; } = [];

    /// <summary>Whether <c>Refusal: Close</c> tells it by a close code. What is no handshake, or is answered elsewhere, has an HTTP answer in either mode.</summary>
    public bool CanBeClosed { get; init; } = Reason.CloseCode is not null;

    /// <summary>Whether it comes after the upgrade only, so that no HTTP answer is left to give.</summary>
    public bool IsAfterUpgrade { get; init; }

    /// <summary>Whether the refused request is a handshake; a ticket is fetched by a plain request.</summary>
    public bool IsHandshake { get; init; } = true;

    /// <summary>How its line in the log begins.</summary>
    public string LogStart =>
        Reason == ReasonCatalogue.ExpiredWhileConnected || Reason == ReasonCatalogue.RevokedWhileConnected
            ? "WebSocket connection ended"
        : IsHandshake ? "WebSocket handshake refused"
        : "HTTP request refused";
}

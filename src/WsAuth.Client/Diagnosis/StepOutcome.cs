using System.Text.Json.Serialization;

namespace WsAuth.Client.Diagnosis;

/// <summary>What came of one step of a diagnosis.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepOutcome>))]
public enum StepOutcome
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>The handshake cannot succeed with this.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It works here, and may not with other clients or at another time.</summary>
    [JsonStringEnumMemberName("warned")]
    Warned,

    /// <summary>Not looked at.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}

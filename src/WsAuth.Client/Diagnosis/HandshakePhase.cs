using System.Text.Json.Serialization;

namespace WsAuth.Client.Diagnosis;

/// <summary>How far an opening handshake came.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HandshakePhase>))]
public enum HandshakePhase
{
    /// <summary>Name resolution and TCP, or something at the port that speaks no HTTP.</summary>
    [JsonStringEnumMemberName("connect")]
    Connect,

    /// <summary>TLS: its negotiation and the server's certificate.</summary>
    [JsonStringEnumMemberName("tls")]
    Tls,

    /// <summary>An HTTP answer about who asks: credential, origin, permission, limits.</summary>
    [JsonStringEnumMemberName("http_authentication")]
    HttpAuthentication,

    /// <summary>An HTTP answer about the request itself: route, upgrade, sub-protocol, gateway (RFC 6455 §4).</summary>
    [JsonStringEnumMemberName("protocol_negotiation")]
    ProtocolNegotiation,

    /// <summary>The socket was open.</summary>
    [JsonStringEnumMemberName("after_upgrade")]
    AfterUpgrade,
}

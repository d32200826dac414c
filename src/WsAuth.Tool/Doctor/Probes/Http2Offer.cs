namespace WsAuth.Tool.Doctor.Probes;

/// <summary>What a server offers beside HTTP/1.1.</summary>
internal enum Http2Offer
{
    NotAsked,

    /// <summary>Browsers speak HTTP/2 over TLS alone.</summary>
    NoTls,

    /// <summary>It does not choose HTTP/2.</summary>
    NoHttp2,

    /// <summary>It chooses HTTP/2, and takes no WebSocket over it: browsers connect by HTTP/1.1 then.</summary>
    Http2Only,

    /// <summary>It takes WebSockets over HTTP/2.</summary>
    ExtendedConnect,

    /// <summary>It did not tell.</summary>
    Unknown,
}

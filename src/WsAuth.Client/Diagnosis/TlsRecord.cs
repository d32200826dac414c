namespace WsAuth.Client.Diagnosis;

/// <summary>Reads the first record that a server sends (RFC 8446 §5.1, §6).</summary>
internal static class TlsRecord
{
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte Major = 3;

    public static bool IsTls(ReadOnlySpan<byte> first) =>
        first.Length >= 2 && first[0] is Alert or Handshake && first[1] == Major;

    public static bool IsHandshake(ReadOnlySpan<byte> first) =>
        first.Length >= 2 && first[0] == Handshake && first[1] == Major;

    public static string Describe(ReadOnlySpan<byte> first) =>
        first.IsEmpty ? "the server closed the connection without a word"
        : IsTls(first) && first[0] == Alert && first.Length >= 7 ? $"the server sent the TLS alert {Name(first[6])}"
        : IsTls(first) ? "the negotiation began and failed"
        : "the server answered with something that is not TLS";

    private static string Name(byte alert) =>
        alert switch
        {
            40 => "handshake_failure",
            42 => "bad_certificate",
            46 => "certificate_unknown",
            47 => "illegal_parameter",
            48 => "unknown_ca",
            50 => "decode_error",
            70 => "protocol_version",
            71 => "insufficient_security",
            80 => "internal_error",
            112 => "unrecognized_name",
            116 => "certificate_required",
            120 => "no_application_protocol",
            _ => $"{alert}",
        };
}

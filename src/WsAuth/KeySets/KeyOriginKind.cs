namespace WsAuth.KeySets;

internal enum KeyOriginKind
{
    Code,
    PemFile,
    KeySetFile,
    KeySetUrl,
    Authority,
}

using System.Text;
using WsAuth.Secrets;

namespace WsAuth.Tests.Secrets;

/// <summary>Looks at a key's bytes without ever printing them.</summary>
internal static class SecretBytes
{
    public static bool Holds(this SecretKey? key, string text) => key.Holds(Encoding.UTF8.GetBytes(text));

    public static bool Holds(this SecretKey? key, byte[] bytes) =>
        key is not null && key.DangerousGetBytes().SequenceEqual(bytes);
}

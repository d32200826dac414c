using System.Security.Cryptography;

namespace WsAuth.Testing;

/// <summary>Secrets for tests: random, and protected by <see cref="LeakWatch"/> from the moment they exist.</summary>
public static class TestSecrets
{
    /// <summary>As <c>openssl rand -hex 32</c> makes them: 64 characters, used as text.</summary>
    public static string Hex(int bytes = 32) =>
        LeakWatch.Protect(RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true));
}

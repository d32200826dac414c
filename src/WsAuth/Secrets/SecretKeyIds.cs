using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Secrets;

/// <summary>A key's configured id must not be mistaken for another key's fingerprint, nor for another key's id.</summary>
internal static class SecretKeyIds
{
    public static IEnumerable<string> FindFaults(string secretName, IReadOnlyList<SecretKey> keys)
    {
        foreach (var key in keys.Where(key => key.KeyId is not null))
        {
            if (SecretFingerprint.HasForm(key.KeyId) && key.KeyId != key.Fingerprint)
            {
                yield return $"Secret '{secretName}': the id of {key.Source} has the form of a fingerprint, but is not its own; choose another id.";
            }

            // Every token carries the id in the open.
            var id = Encoding.UTF8.GetBytes(key.KeyId!);
            if (keys.Any(other => CryptographicOperations.FixedTimeEquals(id, other.DangerousGetBytes())))
            {
                yield return $"Secret '{secretName}': the id of {key.Source} is a secret's value, and every token would publish it; choose another id, and another value.";
            }

            if (keys.Any(other => !ReferenceEquals(other, key) && other.KeyId == key.KeyId))
            {
                yield return $"Secret '{secretName}': two keys have the id that {key.Source} has; give each its own.";
                yield break;
            }
        }
    }
}

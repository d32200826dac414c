using System.Text.Json;

namespace WsAuth.AspNetCore.Tests.Health;

/// <summary>What the health endpoint answered: to anybody, and to who may see the data.</summary>
internal sealed record HealthAnswer(int HttpStatus, string Status, string Cause, JsonElement Data)
{
    public JsonElement Secret(string name) =>
        Data.GetProperty("secrets").EnumerateArray().Single(secret => secret.GetProperty("Name").GetString() == name);

    public JsonElement Kind(string name) =>
        Data.GetProperty("kinds").EnumerateArray().Single(kind => kind.GetProperty("Kind").GetString() == name);
}

using System.Text.Json.Nodes;
using WsAuth.Testing.HostileCredentials;

namespace WsAuth.Tool.Tests.Tokens;

/// <summary>The configuration of the host that the table of hostile credentials is made for, as files and variables.</summary>
internal static class HostileServiceFiles
{
    private static readonly string[] Algorithms = ["RS256", "PS256", "ES256", "ES384", "ES512"];

    /// <summary>Writes the files and answers what the rows are made with.</summary>
    public static HostileContext Write(ToolHarness tool)
    {
        var issuers = new JsonObject();
        foreach (var algorithm in Algorithms)
        {
            var keySet = new JsonObject
            {
                ["keys"] = new JsonArray(JsonNode.Parse(HostileContext.KeyOf(algorithm).Jwk())),
            };
            issuers[algorithm] = new JsonObject
            {
                ["Issuer"] = HostileContext.IssuerOf(algorithm),
                ["Audience"] = HostileContext.Audience,
                ["Algorithms"] = algorithm,
                ["KeySet"] = "file:" + tool.Write($"{algorithm}.json", keySet.ToJsonString()),
            };
        }

        var settings = new JsonObject
        {
            ["WsAuth"] = new JsonObject
            {
                ["Jwt"] = new JsonObject
                {
                    ["Issuer"] = HostileContext.Issuer,
                    ["Audience"] = HostileContext.Audience,
                    ["Issuers"] = issuers,
                },
                ["Secrets"] = new JsonObject { ["ticket"] = new JsonObject { ["Order"] = "env:TICKET_SECRET" } },
            },
        };
        tool.Write("appsettings.json", settings.ToJsonString());
        var context = new HostileContext(tool.Clock.GetUtcNow());
        tool.Variables["JWT_SECRET_KEY"] = context.JwtSecret;
        tool.Variables["EDGE_SECRET"] = context.EdgeSecret;
        tool.Variables["TICKET_SECRET"] = context.TicketSecret;
        return context;
    }
}

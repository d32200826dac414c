using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tool.Tests.Configuration;

/// <summary>A test beside the real dotenv of Node.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeDotenvFactAttribute : FactAttribute
{
    public NodeDotenvFactAttribute() =>
        Skip =
            Programs.NodeMissing
            ?? (
                Directory.Exists(Path.Combine(Programs.ClientsFolder, "node_modules", "dotenv"))
                    ? null
                    : "skipped, because the npm package dotenv of tests/clients is not installed (npm ci there)"
            );
}

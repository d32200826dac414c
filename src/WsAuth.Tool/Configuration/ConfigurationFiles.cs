using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Configuration;

/// <summary>JSON files and variables, laid over each other as a host does it.</summary>
internal static class ConfigurationFiles
{
    // What a host reads below its files; the variables without prefix lie above them.
    private static readonly string[] HostPrefixes = ["ASPNETCORE_", "DOTNET_"];

    /// <summary>The files that were named, or those that a host finds in the current folder.</summary>
    public static IReadOnlyList<string> Choose(ConfigurationRequest request, string environment, ToolConsole console)
    {
        if (request.ConfigurationFiles.Count > 0 || request.HasNoConfigurationFiles)
        {
            return request.ConfigurationFiles;
        }

        string[] usual = ["appsettings.json", $"appsettings.{environment}.json"];
        return [.. usual.Where(file => File.Exists(console.PathOf(file)))];
    }

    public static IConfiguration Load(IEnumerable<string> files, EnvironmentVariables variables, ToolConsole console)
    {
        var builder = new ConfigurationBuilder();
        foreach (var prefix in HostPrefixes)
        {
            builder.AddInMemoryCollection(SettingsOf(variables, prefix));
        }

        foreach (var file in files)
        {
            builder.AddConfiguration(LoadFile(file, console));
        }

        return builder.AddInMemoryCollection(SettingsOf(variables, "")).Build();
    }

    private static IConfigurationRoot LoadFile(string file, ToolConsole console)
    {
        try
        {
            using var stream = File.OpenRead(console.PathOf(file));
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ToolException.Unreadable($"{file} is not there.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Unreadable($"{file} cannot be read ({failure.GetType().Name}).");
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidDataException)
        {
            throw ToolException.Unreadable($"{file} is no JSON configuration{LineOf(failure)}.");
        }
    }

    // Never the message: it may quote what stands there.
    private static string LineOf(Exception? failure) =>
        failure is null ? ""
        : failure is JsonException { LineNumber: { } line }
            ? string.Create(CultureInfo.InvariantCulture, $": look at line {line + 1}")
        : LineOf(failure.InnerException);

    private static IEnumerable<KeyValuePair<string, string?>> SettingsOf(
        EnvironmentVariables variables,
        string prefix
    ) =>
        variables
            .All.Where(variable => variable.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(variable => new KeyValuePair<string, string?>(
                variable.Key[prefix.Length..].Replace("__", ":", StringComparison.Ordinal),
                variable.Value
            ))
            .DistinctBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase);
}

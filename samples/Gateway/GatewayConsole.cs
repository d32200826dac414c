using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Gateway;

/// <summary>One readable line for each decision; multi-line blocks, such as the resolution table, keep their lines.</summary>
internal sealed class GatewayConsole(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "gateway";

    public override void Write<TState>(
        in LogEntry<TState> entry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var level = entry.LogLevel switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info ",
            LogLevel.Warning => "WARN ",
            LogLevel.Error => "ERROR",
            _ => "FATAL",
        };
        textWriter.WriteLine($"{clock.GetUtcNow():HH:mm:ss} {level} {entry.Formatter(entry.State, entry.Exception)}");
        if (entry.Exception is not null)
        {
            textWriter.WriteLine(entry.Exception);
        }
    }
}

/// <summary>Registers the console.</summary>
internal static class GatewayConsoleExtensions
{
    public static ILoggingBuilder AddGatewayConsole(this ILoggingBuilder logging, bool asJson)
    {
        if (asJson)
        {
            return logging.AddJsonConsole(options =>
            {
                options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                options.UseUtcTimestamp = true;
            });
        }

        logging.AddConsole(options => options.FormatterName = GatewayConsole.FormatterName);
        logging.AddConsoleFormatter<GatewayConsole, ConsoleFormatterOptions>();
        return logging;
    }
}

using Microsoft.Extensions.Logging;

namespace WsAuth.Mismatch;

public sealed partial class MismatchQueue
{
    [LoggerMessage(
        1950,
        LogLevel.Error,
        "The mismatch analysis threw {Exception}; the refusal stands as it is.\n{StackTrace}",
        EventName = "MismatchAnalysisFailed"
    )]
    private partial void LogAnalysisFailed(string exception, string? stackTrace);

    [LoggerMessage(
        1951,
        LogLevel.Error,
        "What was to be done with a mismatch finding threw {Exception}.\n{StackTrace}",
        EventName = "MismatchCallbackFailed"
    )]
    private partial void LogCallbackFailed(string exception, string? stackTrace);
}

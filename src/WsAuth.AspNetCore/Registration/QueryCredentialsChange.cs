using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace WsAuth.AspNetCore.Registration;

/// <summary>
/// Makes the logging filters anew when the doors are known: loggers exist before endpoints do, and only endpoints tell whether
/// tickets, and so credentials in URLs, are accepted.
/// </summary>
internal sealed class QueryCredentialsChange : IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    private CancellationTokenSource _source = new();

    public string Name => Microsoft.Extensions.Options.Options.DefaultName;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _source).Token);

    public void Announce()
    {
        using var source = Interlocked.Exchange(ref _source, new CancellationTokenSource());
        source.Cancel();
    }

    public void Dispose() => _source.Dispose();
}

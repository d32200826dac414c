using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>
/// Collects what the framework says while one handshake is underway. It hangs on the flow of execution, so that plain requests cost nothing
/// but the look whether there is one.
/// </summary>
internal sealed class PipelineEvidence
{
    /// <summary>More than a pipeline has to say of one request; a handler that loops must not fill the memory.</summary>
    internal const int MostEvents = 48;

    /// <summary>The value of routing's events that says which path base was taken off.</summary>
    public const string PathBase = "PathBase";

    /// <summary>The value of authorization's event that names the requirements that were not met.</summary>
    public const string AuthorizationReason = "Reason";

    private static readonly AsyncLocal<PipelineEvidence?> Underway = new();

    private readonly Lock _gate = new();
    private readonly List<PipelineEvent> _events = [];
    private HttpContext? _context;
    private bool _isClosed;

    private PipelineEvidence(HttpContext context) => _context = context;

    /// <summary>That of the handshake which the calling code works for; null for everything else.</summary>
    public static PipelineEvidence? Current => Underway.Value is { _isClosed: false } current ? current : null;

    public IReadOnlyList<PipelineEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Begins to collect for the calling flow; to be called in an asynchronous method, at whose end the flow is as it was.</summary>
    /// <param name="context">The request, which is let go at the end.</param>
    public static PipelineEvidence Begin(HttpContext context)
    {
        var evidence = new PipelineEvidence(context);
        Underway.Value = evidence;
        return evidence;
    }

    public void Add(PipelineEvent seen)
    {
        lock (_gate)
        {
            if (!_isClosed && _events.Count < MostEvents && !(seen.Source == EvidenceSource.Routing && IsErrorPage))
            {
                _events.Add(seen.Source == EvidenceSource.Routing ? WithPathBase(seen) : seen);
            }
        }
    }

    public PipelineEvent? Find(EvidenceSource source, string? name = null) =>
        Events.LastOrDefault(seen => seen.Source == source && (name is null || seen.Name == name));

    /// <summary>What authorization missed, in the words of the requirements; the framework hands it to no scheme, and logs it a line each.</summary>
    public IEnumerable<string> FailedRequirements =>
        Find(EvidenceSource.Authorization)
            ?[AuthorizationReason]?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            is [_, .. var failed]
            ? failed
            : [];

    /// <summary>Ends it, and forgets: work that the handshake began may live longer, as a socket does.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _context = null;
            _events.Clear();
        }
    }

    // UsePathBase gives the path back on the way out; routing saw what was left of it.
    private PipelineEvent WithPathBase(PipelineEvent seen) =>
        _context?.Request.PathBase is { HasValue: true, Value: { } taken }
            ? seen with
            {
                Values = [.. seen.Values, new(PathBase, taken)],
            }
            : seen;

    // An error page runs the pipeline again, by another path: what is routed then is the page.
    private bool IsErrorPage =>
        _context?.Features.Get<IExceptionHandlerFeature>() is not null
        || _context?.Features.Get<IStatusCodeReExecuteFeature>() is not null;
}

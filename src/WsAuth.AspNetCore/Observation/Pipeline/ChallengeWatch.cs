using System.Diagnostics.Metrics;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>
/// Notes which scheme was challenged or forbade. The framework counts both in the flow of the request; logs would show only the handlers whose
/// categories are known, and not those that an application wrote.
/// </summary>
internal sealed class ChallengeWatch : IDisposable
{
    public const string Challenged = "challenged";
    public const string Forbidden = "forbidden";
    public const string Scheme = "Scheme";

    private const string MeterName = "Microsoft.AspNetCore.Authentication";
    private const string ErrorTag = "error.type";
    private const string SchemeTag = "aspnetcore.authentication.scheme";

    private readonly MeterListener _listener = new();

    /// <param name="meters">The application's own meters: other hosts of the process are none of its business.</param>
    public ChallengeWatch(IMeterFactory? meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (
                instrument.Meter.Name == MeterName
                && ReferenceEquals(instrument.Meter.Scope, meters)
                && EventOf(instrument) is { } name
            )
            {
                listener.EnableMeasurementEvents(instrument, name);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Note);
    }

    public void Start() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    private static string? EventOf(Instrument instrument) =>
        instrument.Name switch
        {
            "aspnetcore.authentication.challenges" => Challenged,
            "aspnetcore.authentication.forbids" => Forbidden,
            _ => null,
        };

    private static void Note(
        Instrument instrument,
        long measurement,
        ReadOnlySpan<KeyValuePair<string, object?>> tags,
        object? state
    )
    {
        if (PipelineEvidence.Current is not { } evidence || state is not string name)
        {
            return;
        }

        // Without a name it was the default one; with an error nothing was challenged.
        string? scheme = null;
        foreach (var (key, value) in tags)
        {
            if (key == ErrorTag)
            {
                return;
            }

            if (key == SchemeTag)
            {
                scheme = value as string;
            }
        }

        evidence.Add(new PipelineEvent(EvidenceSource.Schemes, name, scheme is null ? [] : [new(Scheme, scheme)]));
    }
}

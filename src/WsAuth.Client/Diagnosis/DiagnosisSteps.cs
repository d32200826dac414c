namespace WsAuth.Client.Diagnosis;

/// <summary>The steps of a diagnosis, each told once; what was not reached is skipped.</summary>
internal sealed class DiagnosisSteps(TimeProvider clock)
{
    public const string Name = "name resolution";
    public const string Tcp = "TCP";
    public const string Tls = "TLS";
    public const string Answer = "HTTP answer";
    public const string Clock = "clock";
    public const string Authentication = "authentication";
    public const string Upgrade = "upgrade headers";
    public const string SubProtocol = "sub-protocol";
    public const string FirstMessage = "first message";
    public const string Ping = "first ping";
    public const string PlainGet = "plain GET";
    public const string Attempt = "attempt";

    private static readonly string[] All =
    [
        Name,
        Tcp,
        Tls,
        Answer,
        Clock,
        Authentication,
        Upgrade,
        SubProtocol,
        FirstMessage,
        Ping,
        PlainGet,
        Attempt,
    ];

    private readonly Dictionary<string, DiagnosisStep> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _took = new(StringComparer.Ordinal);
    private long _lap = clock.GetTimestamp();

    /// <summary>The time since the last step that waited for something belongs to this one.</summary>
    public void Lap(string name)
    {
        var now = clock.GetTimestamp();
        _took[name] = clock.GetElapsedTime(_lap, now);
        _lap = now;
    }

    public void Tell(string name, StepOutcome outcome, string seen) => _told[name] = new(name, outcome, seen);

    /// <summary>Tells whether the step passed, and answers just that.</summary>
    public bool Tell(string name, bool hasPassed, string seen)
    {
        Tell(name, hasPassed ? StepOutcome.Passed : StepOutcome.Failed, seen);
        return hasPassed;
    }

    public IReadOnlyList<DiagnosisStep> ToList() =>
        [
            .. All.Select(name =>
                _told.GetValueOrDefault(name, new(name, StepOutcome.Skipped, "")) with
                {
                    Elapsed = _took.TryGetValue(name, out var took) ? took : null,
                }
            ),
        ];
}

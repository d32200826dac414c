using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace WsAuth.Reasons;

/// <summary>
/// One row of the reason catalogue: why a handshake was refused, and everything that log, wire and client say about it.
/// A published <see cref="Code"/> never changes its meaning.
/// </summary>
[DebuggerDisplay("{Code,nq}")]
public sealed class Reason
{
    /// <summary>Describes a reason of your own <c>ITokenValidator</c>; the built-in ones stand in <see cref="ReasonCatalogue"/>.</summary>
    /// <param name="code">Lower-case words joined by <c>_</c>; must not be one of the catalogue's.</param>
    /// <param name="status">The HTTP status of the refusal, 400–599.</param>
    /// <param name="closeCode">The WebSocket close code of the refusal, 4000–4999 or 1011, where there is one (RFC 6455 §7.4).</param>
    /// <param name="explanation">One sentence: what happened.</param>
    /// <param name="fix">One sentence: what to change.</param>
    /// <param name="wireClass">The class that an anonymous caller is told; the code itself where it is null.</param>
    public Reason(string code, int status, int? closeCode, string explanation, string fix, string? wireClass = null)
        : this(code, status, closeCode, wireClass, RetryAdvice.Stop, LogLevel.Warning, 1999, explanation, fix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(explanation);
        ArgumentException.ThrowIfNullOrWhiteSpace(fix);
        if (!IsCode(code))
        {
            throw new ArgumentException("A reason code is lower-case words joined by '_'.", nameof(code));
        }

        if (wireClass is not null && !IsCode(wireClass))
        {
            throw new ArgumentException("A wire class is lower-case words joined by '_'.", nameof(wireClass));
        }

        if (status is < 400 or > 599)
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "A refusal's status is 400–599.");
        }

        if (closeCode is not (null or 1011 or (>= 4000 and <= 4999)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(closeCode),
                closeCode,
                "A refusal's close code is 4000–4999 or 1011."
            );
        }

        if (ReasonCatalogue.Contains(code))
        {
            throw new ArgumentException(
                $"'{code}' is a reason of the catalogue; use that one, or choose another code.",
                nameof(code)
            );
        }
    }

    internal Reason(
        string code,
        int status,
        int? closeCode,
        string? wireClass,
        RetryAdvice retry,
        LogLevel level,
        int eventId,
        string explanation,
        string fix
    )
    {
        Code = code;
        Status = status;
        CloseCode = closeCode;
        WireClass = wireClass ?? code;
        Retry = retry;
        Level = level;
        EventId = new EventId(eventId, code);
        Explanation = explanation;
        Fix = fix;
    }

    /// <summary>The stable name, for example <c>token_expired</c>.</summary>
    public string Code { get; }

    /// <summary>
    /// The HTTP status of a refusal before the upgrade; 0 where WsAuth answers none itself, since the socket is open already or since somebody
    /// else has answered.
    /// </summary>
    public int Status { get; }

    /// <summary>The close code of a refusal after the upgrade (RFC 6455 §7.4.2); null where there is none.</summary>
    public int? CloseCode { get; }

    /// <summary>What an anonymous caller is told: the code, or a broader class where the code would help a forger.</summary>
    public string WireClass { get; }

    /// <summary>What the client does about it.</summary>
    public RetryAdvice Retry { get; }

    /// <summary>The level of the refusal's log event.</summary>
    public LogLevel Level { get; }

    /// <summary>The id and name of the refusal's log event.</summary>
    public EventId EventId { get; }

    /// <summary>What happened, in one sentence that holds for every occurrence.</summary>
    public string Explanation { get; }

    /// <summary>What to change, in one sentence.</summary>
    public string Fix { get; }

    /// <summary>The help page, as Markdown: what you see, why it happens, what to do. It travels in this assembly.</summary>
    /// <returns>The page; null for a reason of your own.</returns>
    public string? ReadHelpPage() => ReasonCatalogue.Contains(Code) ? ReasonCatalogue.ReadHelpPage(Code) : null;

    /// <summary>The code.</summary>
    public override string ToString() => Code;

    private static bool IsCode(string text) =>
        !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_");
}

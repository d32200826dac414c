using WsAuth.Client;
using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Tokens;
using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor.Probes;

/// <summary>Makes handshakes, each with a credential of its own, and keeps what came of them.</summary>
internal sealed class HandshakeProbe(DoctorRequest request, CredentialSupply supply, TimeProvider clock)
{
    private const string AgentHeader = "X-Edge-Agent-Id";

    private readonly List<Attempt> _attempts = [];
    private int _credentials;

    /// <summary>Every handshake, in order.</summary>
    public IReadOnlyList<Attempt> Attempts => _attempts;

    /// <summary>How many credentials were sent.</summary>
    public int Credentials => _credentials;

    /// <summary>Whether another credential may be sent.</summary>
    public bool HasCredential => supply.Kind is not null && _credentials < supply.MostAttempts;

    /// <summary>Makes one handshake.</summary>
    /// <param name="what">What is different about it.</param>
    /// <param name="location">Where the credential is put; none for a handshake without.</param>
    /// <param name="withOrigin">Whether the Origin is sent, where there is one.</param>
    /// <param name="inquires">Whether a refusal is asked about, and compared with a plain GET.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Attempt> RunAsync(
        string what,
        CredentialLocations location,
        bool withOrigin,
        bool inquires,
        CancellationToken cancellationToken
    )
    {
        var options = await MakeOptionsAsync(location, withOrigin, cancellationToken).ConfigureAwait(false);
        options.ComparesPlainGet = inquires;
        options.AttemptsBase = inquires ? request.Diagnostics : null;
        var diagnosis = await HandshakeDiagnosis
            .RunAsync(request.Url, options, cancellationToken)
            .ConfigureAwait(false);
        var attempt = new Attempt(what, location, diagnosis, options);
        _attempts.Add(attempt);
        return attempt;
    }

    /// <summary>Makes one with a word in the place of the credential, which no server can take for one.</summary>
    public async Task<Attempt> RunWithWordAsync(CredentialLocations location, CancellationToken cancellationToken)
    {
        var options = await MakeOptionsAsync(CredentialLocations.None, withOrigin: true, cancellationToken)
            .ConfigureAwait(false);
        options.SetCredential(MintedToken.FromText("none", supply.Kind ?? TokenKind.Jwt), location);
        options.ComparesPlainGet = false;
        var diagnosis = await HandshakeDiagnosis
            .RunAsync(request.Url, options, cancellationToken)
            .ConfigureAwait(false);
        var attempt = new Attempt(
            $"the word \"none\" in the {location.Describe()}, and no credential",
            location,
            diagnosis,
            options
        );
        _attempts.Add(attempt);
        return attempt;
    }

    /// <summary>What every request of this run sends, with a fresh credential in its place.</summary>
    public async Task<DiagnosisOptions> MakeOptionsAsync(
        CredentialLocations location,
        bool withOrigin,
        CancellationToken cancellationToken
    )
    {
        var options = new DiagnosisOptions
        {
            Origin = withOrigin ? request.Origin : null,
            StepTimeout = request.Timeout,
            SettleTime = request.Settle,
            Clock = clock,
            OperatorToken = request.OperatorToken,
            QueryParameter = request.QueryParameter,
            Held = supply.Held,
        };
        if (request.AcceptsAnyCertificate)
        {
#pragma warning disable CA5359 // Asked for by --insecure, which says so loudly.
            options.ServerCertificateValidation = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        foreach (var (name, value) in request.Headers)
        {
            options.Headers[name] = value;
        }

        foreach (var offered in request.SubProtocols)
        {
            options.SubProtocols.Add(offered);
        }

        if (request.Agent is { } agent)
        {
            options.Headers.TryAdd(AgentHeader, agent);
        }

        if (location != CredentialLocations.None)
        {
            var token = await supply.NextAsync(location, cancellationToken).ConfigureAwait(false);
            if (token is not null)
            {
                _credentials++;
                options.SetCredential(token, location);
            }
        }

        return options;
    }
}

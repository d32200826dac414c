using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>Certificates and ports, with a real Kestrel.</summary>
public sealed class TlsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_self_signed_certificate_is_named_and_can_be_accepted_with_a_warning()
    {
        await using var server = await StartAsync(Certificate("localhost"));

        var refused = await DiagnoseAsync(server.Url);
        var accepted = await DiagnoseAsync(
            server.Url,
            options => options.ServerCertificateValidation = (_, _, _, _) => true
        );

        refused.Fails(
            HandshakePhase.Tls,
            "The server's certificate is not accepted: it is self-signed and not trusted by this machine."
        );
        Assert.Equal(StepOutcome.Failed, refused.Step("TLS"));
        Assert.Equal(0, server.Handshakes - 1);
        Assert.True(accepted.Succeeded, accepted.ToString());
        Assert.Equal(StepOutcome.Warned, accepted.Step("TLS"));
    }

    [Fact]
    public async Task An_expired_certificate_for_another_name_is_told_with_both_faults()
    {
        await using var server = await StartAsync(
            Certificate("other.example", new DateTimeOffset(2020, 1, 2, 3, 4, 0, TimeSpan.Zero))
        );

        (await DiagnoseAsync(server.Url)).Fails(
            HandshakePhase.Tls,
            "The server's certificate is not accepted: it expired on 2020-01-02 03:04 UTC; it is for another name than the URL's host; it is self-signed and not trusted by this machine."
        );
    }

    [Fact]
    public async Task A_trusted_certificate_that_the_options_refuse()
    {
        await using var server = await StartAsync(Certificate("localhost"));

        var diagnosis = await DiagnoseAsync(
            server.Url,
            options => options.ServerCertificateValidation = (_, _, _, _) => false
        );

        Assert.Equal(HandshakePhase.Tls, diagnosis.Phase);
        Assert.Equal(0, server.Handshakes);
    }

    [Fact]
    public async Task Tls_asked_of_a_plain_port()
    {
        await using var host = await KestrelHost.StartAsync(app => app.UseWebSockets());
        var url = new Uri($"wss://127.0.0.1:{host.Address.Port}/ws");

        (await DiagnoseAsync(url)).Fails(
            HandshakePhase.Tls,
            $"Port {url.Port} speaks plain HTTP, and the URL asks for TLS."
        );
    }

    [Fact]
    public async Task Plain_http_asked_of_a_tls_port()
    {
        await using var server = await StartAsync(Certificate("localhost"));
        var url = new Uri($"ws://localhost:{server.Url.Port}/ws");

        (await DiagnoseAsync(url)).Fails(
            HandshakePhase.Tls,
            $"Port {url.Port} speaks TLS, and the URL asks for plain HTTP."
        );
    }

    [Theory]
    [InlineData(
        "\u0015\u0003\u0003\0\u0002\u0002\u0028",
        "TLS could not be negotiated: the server sent the TLS alert handshake_failure."
    )]
    [InlineData("\u0015\u0003\u0003\0\u0002\u0002\u0070", "The server has no certificate for the name 127.0.0.1.")]
    [InlineData("\u0015\u0003\u0003\0\u0002\u0002\u0074", "The server wants a certificate of the client.")]
    [InlineData("SSH-2.0-x\r\n", "TLS could not be negotiated: the server answered with something that is not TLS.")]
    [InlineData("", "TLS could not be negotiated: the server closed the connection without a word.")]
    public async Task A_negotiation_that_fails(string answer, string verdict)
    {
        await using var server = new ScriptedServer(answer);

        (await DiagnoseAsync(server.Url(scheme: "wss"))).Fails(HandshakePhase.Tls, verdict);
    }

    private static X509Certificate2 Certificate(string name, DateTimeOffset? end = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned((end ?? Now).AddYears(-1), end ?? Now.AddYears(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static async Task<TlsServer> StartAsync(X509Certificate2 certificate)
    {
        var handshakes = new int[1];
        var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Use(next =>
                    context =>
                    {
                        Interlocked.Increment(ref handshakes[0]);
                        return next(context);
                    }
                );
                app.Map("/ws", EchoEndpoint.RunAsync);
            },
            configure: builder =>
                builder
                    .WebHost.UseKestrelHttpsConfiguration()
                    .ConfigureKestrel(kestrel =>
                        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
                    )
        );
        return new TlsServer(host, handshakes, new Uri($"wss://localhost:{host.Address.Port}/ws"));
    }

    private sealed record TlsServer(KestrelHost Host, int[] Count, Uri Url) : IAsyncDisposable
    {
        public int Handshakes => Volatile.Read(ref Count[0]);

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}

using WsAuth.Reasons;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Reasons;

// What is wrong with the token itself.
internal static partial class Scenarios
{
    private static IEnumerable<Scenario> OfTheToken =>
        [
            Jwt(ReasonCatalogue.TokenMalformed, run => run.Jwt(header: """{"alg":"HS256","alg":"HS256"}""")),
            Jwt(ReasonCatalogue.TokenContentMalformed, run => run.Jwt("""{"sub":"u1","exp":"soon"}""")),
            Jwt(ReasonCatalogue.AlgorithmRefused, run => run.Jwt(header: """{"alg":"none"}""")),
            Jwt(
                ReasonCatalogue.KeyUnknown,
                run => run.Jwt(header: """{"alg":"HS256","kid":"fp:0123456789ab"}""", by: TestSecrets.Hex())
            ),
            Jwt(ReasonCatalogue.SignatureMismatch, run => run.Jwt(by: TestSecrets.Hex())),
            Jwt(ReasonCatalogue.TypeRefused, run => run.Jwt(header: """{"alg":"HS256","typ":"logout+jwt"}""")),
            Jwt(ReasonCatalogue.TokenExpired, run => run.Jwt(With("+300", "-600"))),
            Jwt(ReasonCatalogue.TokenNotYetValid, run => run.Jwt(With("\"exp\"", "\"nbf\":@+100,\"exp\""))),
            Jwt(ReasonCatalogue.IssuerRefused, run => run.Jwt(With("here", "there"))),
            Jwt(ReasonCatalogue.AudienceRefused, run => run.Jwt(With("chat", "mail"))),
            Jwt(ReasonCatalogue.ClaimMissing, run => run.Jwt(With("\"sub\":\"u1\",", ""))),
            new(ReasonCatalogue.SecretMismatch, run => run.ConnectAsync("/edge", TestSecrets.Hex())),
            new(
                ReasonCatalogue.SubjectMismatch,
                run => run.ConnectAsync("/edge?edge_agent_id=another", run.EdgeToken())
            ),
            new(
                ReasonCatalogue.TokenReplayed,
                async run =>
                {
                    var token = run.EdgeToken();
                    await run.OpenAsync("/edge", token);
                    return await run.ConnectAsync("/edge", token);
                }
            )
            {
                Settings = [("WsAuth:EdgeToken:SingleUse", "true")],
            },
        ];

    private static Scenario Jwt(Reason reason, Func<ScenarioRun, string> token) =>
        new(reason, run => run.ConnectAsync("/jwt", token(run)));

    private static string With(string old, string other) =>
        ScenarioRun.Payload.Replace(old, other, StringComparison.Ordinal);
}

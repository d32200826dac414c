using FsCheck;
using FsCheck.Fluent;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

public sealed class SecretOrderPropertyTests
{
    private static readonly string[] Fragments =
    [
        "env:",
        "envfile:",
        "file:",
        "config:",
        "code:",
        "hex:",
        "base64:",
        "development-default",
        " > ",
        ">",
        " until ",
        " id ",
        "2027-01-31",
        "9999-12-31",
        "2027-02-30T25:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "{ENVIRONMENT}",
        "{",
        "}",
        "NAME",
        ":",
        " ",
        "\t",
        "\0",
        "\uD800",
        "=",
    ];

    private static readonly Gen<string> Orders = Gen.Elements(Fragments).ArrayOf().Select(string.Concat);

    [Fact]
    public void Any_text_is_read_without_an_exception() =>
        Prop.ForAll<string?>(text => IsAccountedFor(text ?? "")).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Anything_made_of_an_orders_own_pieces_is_read_without_an_exception() =>
        Prop.ForAll(Orders.ToArbitrary(), IsAccountedFor).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_secret_pasted_anywhere_into_an_order_is_never_repeated_in_an_error() =>
        Prop.ForAll(
                Gen.Two(Orders).ToArbitrary(),
                pair =>
                {
                    var (before, after) = pair;
                    var secret = TestSecrets.Hex(16);
                    var errors = new List<string>();
                    Parse(before + secret + after, errors);
                    return errors.TrueForAll(error => !LeakWatch.Holds(error));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Whatever_is_read_can_be_spelled_and_read_again() =>
        Prop.ForAll(
                Orders.ToArbitrary(),
                text =>
                {
                    var entries = Parse(text, []);
                    var errors = new List<string>();
                    var again =
                        entries.Count == 0
                            ? []
                            : Parse(string.Join(" > ", entries.Select(entry => entry.Name)), errors);
                    return errors.Count == 0
                        && again.Select(entry => entry.Name).SequenceEqual(entries.Select(entry => entry.Name));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    // Each part is an entry or an error, and never both.
    private static bool IsAccountedFor(string text)
    {
        foreach (var mayEnd in (bool[])[true, false])
        {
            var errors = new List<string>();
            var entries = SecretOrderParser.Parse(text, "Setting", "Staging", mayEnd, errors);
            var parts = string.IsNullOrWhiteSpace(text) ? 1 : text.Split('>').Length;
            if (entries.Count + errors.Count != parts)
            {
                return false;
            }
        }

        return true;
    }

    private static IReadOnlyList<SecretOrderEntry> Parse(string text, List<string> errors) =>
        SecretOrderParser.Parse(text, "Setting", "Staging", mayEnd: true, errors);
}

using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Reasons;

/// <summary>The published table: a code never changes its meaning, so every row is written down a second time, in a text beside this file.</summary>
public sealed class ReasonCatalogueTests
{
    private const string Approved = "tests/WsAuth.Tests/Reasons/published-reasons.txt";

    public static TheoryData<int> EventIds => [.. ReasonCatalogue.All.Select(reason => reason.EventId.Id)];

    // A row that was published is never taken out of the text, whatever WSAUTH_UPDATE says; new ones are added at its end.
    [Fact]
    public void Every_row_stands_as_it_was_published()
    {
        var path = Path.Combine(Programs.RepositoryRoot, Approved);
        var table = ReasonCatalogue.All.Select(Line).ToList();
        var published = File.ReadAllLines(path).ToList();
        if (Environment.GetEnvironmentVariable("WSAUTH_UPDATE") == "1")
        {
            published.AddRange(table.Except(published));
            File.WriteAllLines(path, published);
        }

        Assert.Equal(published.Order(StringComparer.Ordinal), table.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_event_id_was_ever_published_for_two_rows()
    {
        var ids = File.ReadAllLines(Path.Combine(Programs.RepositoryRoot, Approved)).Select(line => line.Split(' ')[0]);

        Assert.Empty(ids.GroupBy(id => id).Where(rows => rows.Count() > 1).Select(rows => rows.Key));
    }

    [Fact]
    public void Codes_are_unique_but_for_the_two_rows_of_token_malformed()
    {
        var doubled = ReasonCatalogue.All.GroupBy(row => row.Code).Where(rows => rows.Count() > 1).ToList();

        Assert.Equal(["token_malformed"], doubled.Select(rows => rows.Key));
        Assert.Equal([ReasonCatalogue.TokenMalformed, ReasonCatalogue.TokenContentMalformed], doubled[0]);
    }

    [Fact]
    public void Event_ids_are_unique_and_named_by_the_code()
    {
        Assert.Equal(ReasonCatalogue.All.Count, ReasonCatalogue.All.Select(row => row.EventId.Id).Distinct().Count());
        Assert.All(ReasonCatalogue.All, row => Assert.Equal(row.Code, row.EventId.Name));
    }

    [Fact]
    public void Every_property_of_the_catalogue_is_a_row_and_every_row_a_property()
    {
        var properties = typeof(ReasonCatalogue)
            .GetProperties()
            .Where(property => property.PropertyType == typeof(Reason))
            .Select(property => (Reason)property.GetValue(null)!)
            .ToHashSet();

        Assert.Equal(ReasonCatalogue.All.ToHashSet(), properties);
    }

    [Theory]
    [MemberData(nameof(EventIds))]
    public void Explanation_and_fix_are_sentences_that_need_no_filling_in(int eventId)
    {
        var row = Row(eventId);

        foreach (var text in new[] { row.Explanation, row.Fix })
        {
            Assert.EndsWith(".", text, StringComparison.Ordinal);
            Assert.True(char.IsAsciiLetterUpper(text[0]));
            Assert.False(text.AsSpan().ContainsAny("{}\n"));
            Assert.DoesNotContain("TODO", text, StringComparison.OrdinalIgnoreCase);
            Assert.True(text.Length < 200);
        }
    }

    [Theory]
    [MemberData(nameof(EventIds))]
    public void The_wire_class_fits_a_close_frame_and_a_header(int eventId)
    {
        var row = Row(eventId);

        Assert.InRange(row.WireClass.Length, 1, 123);
        Assert.False(row.WireClass.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz_"));
        Assert.True(ReasonCatalogue.Contains(row.Code));
    }

    [Fact]
    public void What_an_anonymous_caller_is_told_alike_has_one_status_and_one_close_code()
    {
        foreach (var same in ReasonCatalogue.All.GroupBy(row => row.WireClass))
        {
            Assert.Single(same.Select(row => (row.Status, row.CloseCode)).Distinct());
        }
    }

    [Fact]
    public void A_code_that_is_none_is_not_contained() => Assert.False(ReasonCatalogue.Contains("no_such_code"));

    [Theory]
    [InlineData("", 401)]
    [InlineData("Mine", 401)]
    [InlineData("my reason", 401)]
    [InlineData("mine-2", 401)]
    [InlineData("mine", 399)]
    [InlineData("mine", 200)]
    [InlineData("mine", 600)]
    public void A_reason_of_ones_own_has_a_code_of_words_and_a_status_that_refuses(string code, int status) =>
        Assert.ThrowsAny<ArgumentException>(() => new Reason(code, status, null, "It was.", "Change it."));

    [Theory]
    [InlineData("", "Change it.")]
    [InlineData("It was.", " ")]
    public void A_reason_of_ones_own_explains_itself(string explanation, string fix) =>
        Assert.ThrowsAny<ArgumentException>(() => new Reason("mine", 401, null, explanation, fix));

    [Theory]
    [InlineData("")]
    [InlineData("Credential Invalid")]
    [InlineData("invalid\r\nX-Own: 1")]
    public void A_wire_class_of_ones_own_is_words_too(string wireClass) =>
        Assert.ThrowsAny<ArgumentException>(() => new Reason("mine", 401, null, "It was.", "Change it.", wireClass));

    private static string Line(Reason row) =>
        $"{row.EventId.Id} {row.Code} {row.Status} {row.CloseCode?.ToString() ?? "-"} {row.WireClass}";

    private static Reason Row(int eventId) => ReasonCatalogue.All.Single(row => row.EventId.Id == eventId);
}

using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using Xunit;

namespace WsAuth.Tests.Tokens.Ticket;

/// <summary>Which process may redeem what another one issued.</summary>
public sealed class TicketInstanceTests
{
    [Fact]
    public async Task With_the_ephemeral_key_another_instances_ticket_is_refused_with_what_to_configure()
    {
        using var here = new TicketDesk();
        using var elsewhere = new TicketDesk();

        var decision = await here.RedeemAsync(elsewhere.Issue());

        decision.ShouldBeRefused("ticket_other_instance", "The key is ephemeral");
        Assert.Contains("WsAuth:Secrets:ticket:Order", decision.Refusal!.EffectiveFix, StringComparison.Ordinal);
        Assert.Contains(
            here.Host.Secrets.GetRing("ticket").Current!.Fingerprint,
            decision.Refusal.Explanation,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task With_a_configured_key_the_in_memory_store_still_makes_it_good_on_one_instance_only()
    {
        using var here = new TicketDesk(TicketDesk.ConfiguredSecret);

        (await here.RedeemAsync(here.Sign())).ShouldBeRefused("ticket_other_instance", "in-memory store");
        Assert.True((await here.RedeemAsync(here.Issue())).IsAccepted);
    }

    [Fact]
    public async Task With_a_shared_store_it_is_good_on_every_instance_and_once()
    {
        var store = new SharedStore(new ManualTimeProvider());
        var secret = TestSecrets.Hex();
        using var here = new TicketDesk(store, TicketDesk.ConfiguredSecret) { Secret = secret };
        using var elsewhere = new TicketDesk(store, TicketDesk.ConfiguredSecret) { Secret = secret };
        here.Host.Variables["TICKET_SECRET"] = elsewhere.Host.Variables["TICKET_SECRET"] = secret;
        var ticket = elsewhere.Issue();

        Assert.True((await here.RedeemAsync(ticket)).IsAccepted);
        (await elsewhere.RedeemAsync(ticket)).ShouldBeRefused("ticket_used");
    }

    [Fact]
    public async Task A_ticket_of_a_foreign_key_is_told_as_that_where_the_key_is_configured()
    {
        using var here = new TicketDesk(TicketDesk.ConfiguredSecret);
        using var elsewhere = new TicketDesk(TicketDesk.ConfiguredSecret);

        var decision = await here.RedeemAsync(elsewhere.Issue());

        decision.ShouldBeRefused("key_unknown", "secret 'ticket' in Production is");
        Assert.Equal("credential_invalid", decision.Refusal!.Reason.WireClass);
    }

    [Fact]
    public async Task Configuration_reloads_do_not_change_the_ephemeral_key()
    {
        using var here = new TicketDesk();
        var ticket = here.Issue();

        here.Host.Secrets.Refresh();

        Assert.True((await here.RedeemAsync(ticket)).IsAccepted);
    }
}

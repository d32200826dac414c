using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WsAuth.Mismatch;
using WsAuth.Secrets;
using Xunit;

namespace WsAuth.Tests.Mismatch;

public sealed class ValueFormsTests
{
    [Fact]
    public void No_bytes_have_more_forms_than_the_bound_or_make_them_throw() =>
        Prop.ForAll<byte[], bool>(
                (bytes, isHex) =>
                    ValueForms.Of(Value(bytes ?? [], isHex ? SecretEncoding.Hex : SecretEncoding.Text)).Count()
                    <= ValueForms.Most
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_text_with_everything_around_it_has_no_more_forms_than_the_bound()
    {
        var forms = ValueForms
            .Of(Value(Encoding.UTF8.GetBytes("\uFEFF \"abcdef01\" \n"), SecretEncoding.Text))
            .Select(form => form.Form)
            .ToList();

        Assert.Equal(forms.Distinct(), forms);
        Assert.Contains(MismatchForm.Bare, forms);
        Assert.InRange(forms.Count, 8, ValueForms.Most);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData(" ")]
    [InlineData("\uFEFF")]
    [InlineData("")]
    public void Nothing_is_made_of_what_would_leave_nothing(string text) =>
        Assert.DoesNotContain(
            ValueForms.Of(Value(Encoding.UTF8.GetBytes(text), SecretEncoding.Text)),
            form => form.Bytes.Length == 0
        );

    private static VisibleValue Value(byte[] bytes, SecretEncoding encoding) =>
        new("any", VisiblePlace.Order, "env:ANY", encoding, bytes);
}

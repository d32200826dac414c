using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace WsAuth.Testing;

/// <summary>Plain HTTP requests, and the handler that says who is calling.</summary>
public static class HttpConversation
{
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
        }
    );

    /// <summary>Answers a GET, with a bearer token where one is given.</summary>
    public static Task<HttpResponseMessage> GetAsync(
        this Uri url,
        string? token = null,
        params (string Name, string Value)[] headers
    ) => SendAsync(url, HttpMethod.Get, token, headers);

    /// <summary>Answers a request, and shows body and headers of the answer to <see cref="LeakWatch"/>.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this Uri url,
        HttpMethod method,
        string? token = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, url);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await Client.SendAsync(request);
        LeakWatch.Observe(answer.ToString());
        LeakWatch.Observe(await answer.Content.ReadAsStringAsync());
        return answer;
    }

    /// <summary>Answers the caller's name.</summary>
    public static Task WhoAmIAsync(this HttpContext context) =>
        AnswerAsync(context, context.User.Identity?.Name ?? "nobody");

    private static Task AnswerAsync(HttpContext context, string text)
    {
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        return context.Response.WriteAsync(text);
    }
}

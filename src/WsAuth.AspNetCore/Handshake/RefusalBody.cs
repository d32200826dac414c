using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// The problem document of a refusal (RFC 9457). Where it tells the class only, it differs from the others of its class in the attempt id alone, and
/// the rest of it is made once.
/// </summary>
internal sealed class RefusalBody(WsAuthSettings settings, HelpAddress help, IHostEnvironment environment)
{
    private readonly ConcurrentDictionary<Reason, Template> _templates = [];

    public byte[] Write(HttpContext context, Refusal refusal, string attemptId)
    {
        var options = settings.Current;
        var detail = options.RefusalDetail ?? (environment.IsDevelopment() ? RefusalDetail.Full : RefusalDetail.Class);
        if (detail == RefusalDetail.Full)
        {
            return WriteWhole(context, refusal, attemptId, isFull: true);
        }

        // Reasons of an application's own validators may be made anew each time, and a base in the path may be anything.
        if (context.Request.PathBase.HasValue || !ReasonCatalogue.Contains(refusal.Reason.Code))
        {
            return WriteWhole(context, refusal, attemptId, isFull: false);
        }

        if (!_templates.TryGetValue(refusal.Reason, out var template) || !template.IsOf(options, help))
        {
            template = new Template(WriteWhole(context, refusal, Template.Placeholder, isFull: false), options, help);
            _templates[refusal.Reason] = template;
        }

        return template.Fill(attemptId);
    }

    private byte[] WriteWhole(HttpContext context, Refusal refusal, string attemptId, bool isFull)
    {
        var reason = refusal.Reason;
        var body = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        writer.WriteString("type"u8, help.Of(context, isFull ? reason.Code : reason.WireClass));
        writer.WriteString("title"u8, isFull ? reason.Explanation : WireClasses.Describe(reason));
        writer.WriteNumber("status"u8, reason.Status);
        writer.WriteString("reason"u8, reason.WireClass);
        writer.WriteString("attempt"u8, attemptId);
        if (isFull)
        {
            writer.WriteString("code"u8, reason.Code);
            writer.WriteString("detail"u8, refusal.Explanation);
            writer.WriteString("fix"u8, refusal.EffectiveFix);
        }

        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenSpan.ToArray();
    }

    /// <summary>A document with a place for the attempt id; good as long as options and help pages are the same.</summary>
    private sealed class Template(byte[] document, WsAuthOptions options, HelpAddress help)
    {
        public const string Placeholder = "00000000000000000000000000000000";

        private readonly int _place = document.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Placeholder));
        private readonly string? _folder = help.Folder;

        public bool IsOf(WsAuthOptions current, HelpAddress address) =>
            ReferenceEquals(current, options) && ReferenceEquals(address.Folder, _folder);

        public byte[] Fill(string attemptId)
        {
            var filled = document.AsSpan().ToArray();
            Encoding.ASCII.GetBytes(attemptId, filled.AsSpan(_place));
            return filled;
        }
    }
}

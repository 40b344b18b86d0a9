// The `context` of policy expressions as plain data (Microsoft Learn, API Management policy expressions, context variable; read 2026-11-30).
// Only members that src/csharp knows are here, so that generated C# with any other does not compile. C# 7 without what mcs 6.8 lacks.
using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Newtonsoft.Json.Linq;

public sealed class PolicyContext
{
    public Guid RequestId;
    public DateTime Timestamp;
    public Request Request;
    public IResponse Response;
    public Api Api;
    public Operation Operation;
    public Product Product;
    public Subscription Subscription;
    public Deployment Deployment;
    public LastError LastError;
    public IReadOnlyDictionary<string, object> Variables;
}

public sealed class Request
{
    public string Method;
    public string IpAddress;
    public X509Certificate2 Certificate;
    public Url Url;
    public Url OriginalUrl;
    public IReadOnlyDictionary<string, string[]> Headers;
    public IReadOnlyDictionary<string, string> MatchedParameters;
    public Body Body;
}

public interface IResponse
{
    int StatusCode { get; }
    string StatusReason { get; }
    IReadOnlyDictionary<string, string[]> Headers { get; }
    Body Body { get; }
}

public sealed class Response : IResponse
{
    public int StatusCode { get; set; }
    public string StatusReason { get; set; }
    public IReadOnlyDictionary<string, string[]> Headers { get; set; }
    public Body Body { get; set; }
}

public sealed class Url
{
    public string Scheme;
    public string Host;
    public int Port;
    public string Path;
    public string QueryString;
    public IReadOnlyDictionary<string, string[]> Query;
}

public sealed class Api { public string Id, Name, Path, Version; }

public sealed class Operation { public string Id, Name, Method, UrlTemplate; }

public sealed class Product { public string Id, Name; }

public sealed class Subscription { public string Id, Name, Key; }

public sealed class Deployment { public string ServiceName; }

public sealed class LastError { public string Source, Reason, Message, Scope, Section, Path, PolicyId; }

public sealed class Jwt
{
    public IReadOnlyDictionary<string, string[]> Claims;
    public string Subject { get { return First("sub"); } }
    public string Issuer { get { return First("iss"); } }
    public string Id { get { return First("jti"); } }
    public IEnumerable<string> Audiences { get { return Claims.ContainsKey("aud") ? Claims["aud"] : new string[0]; } }

    private string First(string claim) { return Claims.ContainsKey(claim) ? Claims[claim][0] : null; }
}

// The content is gone once it was read without preserveContent.
public sealed class Body
{
    private byte[] content;

    public Body(byte[] content) { this.content = content; }

    public T As<T>(bool preserveContent = false)
    {
        if (content == null) throw new InvalidOperationException("The body was read before without preserveContent.");
        var read = Read(typeof(T));
        if (!preserveContent) content = null;
        return (T)read;
    }

    private object Read(Type type)
    {
        if (type == typeof(byte[])) return content;
        var text = Encoding.UTF8.GetString(content);
        if (text.StartsWith("\uFEFF", StringComparison.Ordinal)) text = text.Substring(1);
        if (type == typeof(string)) return text;
        if (type == typeof(JToken)) return JToken.Parse(text);
        if (type == typeof(JObject)) return JObject.Parse(text);
        if (type == typeof(JArray)) return JArray.Parse(text);
        throw new NotSupportedException("As<" + type.Name + ">");
    }
}

public static class ContextExtensions
{
    public static string GetValueOrDefault(this IReadOnlyDictionary<string, string[]> from, string name, string otherwise = null)
    {
        string[] values;
        return from.TryGetValue(name, out values) ? string.Join(",", values) : otherwise;
    }

    public static string GetValueOrDefault(this IReadOnlyDictionary<string, string> from, string name, string otherwise = null)
    {
        string value;
        return from.TryGetValue(name, out value) ? value : otherwise;
    }

    public static T GetValueOrDefault<T>(this IReadOnlyDictionary<string, object> from, string name, T otherwise = default(T))
    {
        object value;
        return from.TryGetValue(name, out value) ? (T)value : otherwise;
    }

    // The claims as they are written, without any check; null for what is no token.
    public static Jwt AsJwt(this string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3) return null;
        try
        {
            var base64 = parts[1].Replace('-', '+').Replace('_', '/');
            var payload = Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
            return new Jwt { Claims = ContextReader.Claims((JObject)ContextReader.Json(Encoding.UTF8.GetString(payload))) };
        }
        catch (Exception)
        {
            return null;
        }
    }
}

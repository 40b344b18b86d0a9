// Makes a context of what policy-runtime.ts writes of one; the member names are those of src/csharp/context.ts.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

public static class ContextReader
{
    // JSON whose text stays text, also where it looks like a date.
    public static JToken Json(string text)
    {
        using (var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None })
            return JToken.ReadFrom(reader);
    }

    public static PolicyContext Read(JObject json)
    {
        return new PolicyContext
        {
            RequestId = new Guid(Text(json, "requestId")),
            Timestamp = Date(Text(json, "now")),
            Request = ReadRequest((JObject)json["request"]),
            Response = Present(json, "response", ReadResponse),
            Api = Present(json, "api", o => new Api { Id = Text(o, "id"), Name = Text(o, "name"), Path = Text(o, "path"), Version = Text(o, "version") }),
            Operation = Present(json, "operation", o => new Operation { Id = Text(o, "id"), Name = Text(o, "name"), Method = Text(o, "method"), UrlTemplate = Text(o, "urlTemplate") }),
            Product = Present(json, "product", o => new Product { Id = Text(o, "id"), Name = Text(o, "name") }),
            Subscription = Present(json, "subscription", o => new Subscription { Id = Text(o, "id"), Name = Text(o, "name"), Key = Text(o, "key") }),
            Deployment = new Deployment { ServiceName = Text(json, "serviceName") },
            LastError = Present(json, "lastError", ReadLastError),
            Variables = json["variables"].ToDictionary(pair => (string)pair[0], pair => Variable((string)pair[1], pair[2])),
        };
    }

    // A dictionary has each name once, in the spelling that came first, with all its values.
    public static IReadOnlyDictionary<string, string[]> Claims(JObject payload)
    {
        return payload.Properties().ToDictionary(p => p.Name, p => p.Value is JArray ? p.Value.Select(Claim).ToArray() : new[] { Claim(p.Value) });
    }

    private static string Claim(JToken value)
    {
        return value.Type == JTokenType.String ? (string)value : value.ToString(Formatting.None);
    }

    private static Request ReadRequest(JObject json)
    {
        return new Request
        {
            Method = Text(json, "method"),
            IpAddress = Text(json, "ipAddress"),
            Certificate = Text(json, "certificate") == null ? null : new X509Certificate2(Encoding.ASCII.GetBytes(Text(json, "certificate"))),
            Url = ReadUrl((JObject)json["url"]),
            OriginalUrl = ReadUrl((JObject)json["originalUrl"]),
            Headers = Grouped(json["headers"], StringComparer.OrdinalIgnoreCase),
            MatchedParameters = json["matchedParameters"].ToDictionary(pair => (string)pair[0], pair => (string)pair[1]),
            Body = ReadBody(json),
        };
    }

    private static Response ReadResponse(JObject json)
    {
        return new Response
        {
            StatusCode = (int)json["statusCode"],
            StatusReason = Text(json, "statusReason"),
            Headers = Grouped(json["headers"], StringComparer.OrdinalIgnoreCase),
            Body = ReadBody(json),
        };
    }

    private static Url ReadUrl(JObject json)
    {
        return new Url
        {
            Scheme = Text(json, "scheme"),
            Host = Text(json, "host"),
            Port = (int)json["port"],
            Path = Text(json, "path"),
            QueryString = Text(json, "queryString"),
            Query = Grouped(json["query"], StringComparer.OrdinalIgnoreCase),
        };
    }

    private static LastError ReadLastError(JObject json)
    {
        return new LastError
        {
            Source = Text(json, "source"),
            Reason = Text(json, "reason"),
            Message = Text(json, "message"),
            Scope = Text(json, "scope"),
            Section = Text(json, "section"),
            Path = Text(json, "path"),
            PolicyId = Text(json, "policyId"),
        };
    }

    private static Body ReadBody(JObject json)
    {
        var base64 = Text(json, "body");
        return base64 == null ? null : new Body(Convert.FromBase64String(base64));
    }

    private static IReadOnlyDictionary<string, string[]> Grouped(JToken pairs, StringComparer comparer)
    {
        return pairs.GroupBy(pair => (string)pair[0], pair => (string)pair[1], comparer).ToDictionary(group => group.Key, group => group.ToArray(), comparer);
    }

    private static object Variable(string kind, JToken value)
    {
        switch (kind)
        {
            case "null": return null;
            case "string": return (string)value;
            case "int": return (int)value;
            case "bool": return (bool)value;
            case "string[]": return value.Select(item => (string)item).ToArray();
            case "byte[]": return Convert.FromBase64String((string)value);
            case "DateTime": return Date((string)value);
            case "Jwt": return new Jwt { Claims = Grouped(value, StringComparer.Ordinal) };
            case "IResponse": return ReadResponse((JObject)value);
            case "JSON": return Json((string)value);
            default: throw new NotSupportedException(kind);
        }
    }

    private static T Present<T>(JObject json, string name, Func<JObject, T> read) where T : class
    {
        var held = json[name] as JObject;
        return held == null ? null : read(held);
    }

    private static string Text(JObject json, string name) { return (string)json[name]; }

    private static DateTime Date(string text) { return DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal); }
}

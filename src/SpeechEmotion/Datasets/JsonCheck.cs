using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets;

/// <summary>
/// Reads JSON into configurations and reports. Everything that does not fit is told by its path: unknown and missing members, nulls (in lists, too), numbers that are text or out of range, unknown
/// words. So whoever holds the result need not look for holes in it.
/// </summary>
internal static partial class JsonCheck
{
    private const int Listed = 5;

    private static readonly JsonDocumentOptions s_document = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Reads a text.</summary>
    /// <exception cref="InvalidDataException">It is no JSON, or does not fit; the message begins with <paramref name="name"/>.</exception>
    public static T Read<T>(string text, JsonSerializerOptions options, string name) => Read<T>(Parse(text, name), options, name);

    /// <summary>Reads a text into a type whose reading was generated. Generated reading sets what a text leaves out to nothing, not to its default.</summary>
    /// <param name="text">The text.</param>
    /// <param name="type">How the type is read.</param>
    /// <param name="defaults">Says what the members are that the text leaves out, at any depth but not in lists.</param>
    /// <param name="name">What messages begin with, such as the file.</param>
    /// <exception cref="InvalidDataException">It is no JSON, or does not fit; the message begins with <paramref name="name"/>.</exception>
    public static T Read<T>(string text, JsonTypeInfo<T> type, T defaults, string name) =>
        Read(Parse(text, name), type, name, tree => Complete(tree, JsonSerializer.SerializeToNode(defaults, type), type.Options.PropertyNameCaseInsensitive));

    /// <summary>Reads a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="options">How the type is read; they have a resolver.</param>
    /// <param name="name">What messages begin with, such as the file.</param>
    /// <exception cref="InvalidDataException">It does not fit; the message begins with <paramref name="name"/>.</exception>
    public static T Read<T>(JsonNode? tree, JsonSerializerOptions options, string name) => Read(tree, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)), name, complete: null);

    private static T Read<T>(JsonNode? tree, JsonTypeInfo<T> type, string name, Action<JsonNode?>? complete)
    {
        try
        {
            string[] faults = [.. Faults(tree, type, "", new Document(type, tree)).Take(Listed + 1)];
            if (faults.Length > 0)
            {
                throw TextFile.Fault($"{name}: {string.Join("; ", faults.Take(Listed))}{(faults.Length > Listed ? "; and more" : "")}");
            }

            complete?.Invoke(tree);
            return tree.Deserialize(type)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException) // such as text that is no Unicode
        {
            throw TextFile.Fault($"{name}: {Plain(e)}", e);
        }
    }

    /// <summary>An error of the reader without the names of types, should one have escaped the rules below.</summary>
    private static string Plain(Exception error) => error is JsonException { Path: { Length: > 2 } path } && error.Message.Contains("could not be converted", StringComparison.Ordinal) ? $"{path[2..]} is not as it must be" : error.Message.Split(" Path: ")[0];

    /// <summary>Parses a text; comments and trailing commas are skipped.</summary>
    /// <exception cref="InvalidDataException">It is no JSON; the message says where.</exception>
    public static JsonNode? Parse(string text, string name)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: s_document);
        }
        catch (JsonException e)
        {
            throw TextFile.Fault($"{name}: {Syntax(text, e)}", e);
        }
        catch (InvalidOperationException e) // Half of a surrogate pair in a name.
        {
            throw TextFile.Fault($"{name}: is no valid JSON: a name holds half of a character", e);
        }
    }

    /// <summary>Adds the members that are missing.</summary>
    private static void Complete(JsonNode? node, JsonNode? defaults, bool ignoreCase)
    {
        if (node is not JsonObject value || defaults is not JsonObject all)
        {
            return;
        }

        StringComparer comparer = ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        foreach ((string name, JsonNode? member) in all)
        {
            string? known = value.Select(pair => pair.Key).FirstOrDefault(key => comparer.Equals(key, name));
            if (known is null)
            {
                value[name] = member?.DeepClone();
            }
            else
            {
                Complete(value[known], member, ignoreCase);
            }
        }
    }

    private static string Syntax(string text, JsonException error)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "is empty; it must hold a JSON object";
        }

        long line = (error.LineNumber ?? 0) + 1, column = (error.BytePositionInLine ?? 0) + 1;
        string[] lines = text.Split('\n');
        string wrong = line <= lines.Length ? lines[line - 1] : "";
        Match number = CommaNumber().Matches(wrong).FirstOrDefault(match => match.Index < column && column <= match.Index + match.Length + 1) ?? Match.Empty;
        return number.Success
            ? $"line {line}: the value {NumberText.Describe(number.Groups[1].Value, "a number")}"
            : $"is no valid JSON: {(error.LineNumber is null ? "" : $"line {line}, column {column}: ")}{Words(error)}";
    }

    private static string Words(JsonException error) => error.Message switch
    {
        var text when text.Contains("end of data", StringComparison.Ordinal) || text.Contains("depth to be zero", StringComparison.Ordinal) || text.Contains("isFinalBlock", StringComparison.Ordinal) => "it ends too early",
        var text when text.StartsWith("Duplicate property", StringComparison.Ordinal) && text.Split('\'') is [_, var name, ..] => $"{PlainName.Quote(name)} stands there twice; keep one",
        var text when text.Contains("configured depth", StringComparison.Ordinal) => "lists and objects are nested too deeply",
        var text => text.Split(" Path: ")[0].Split(" LineNumber: ")[0].TrimEnd('.').ReplaceLineEndings(" "),
    };

    private static IEnumerable<string> Faults(JsonNode? node, JsonTypeInfo type, string path, Document root) => type.Kind switch
    {
        JsonTypeInfoKind.Object when type.PolymorphismOptions is { } union && node is JsonObject value && Kind(value, union) is null => [Choice(value, union, path)],
        JsonTypeInfoKind.Object => node is JsonObject value ? Members(value, type, path, root) : [$"{Subject(path)} {Found(node)}; it must be an object, in braces"],
        JsonTypeInfoKind.Enumerable => node is JsonArray items
            ? items.SelectMany((item, i) => item is null ? [$"{path}[{i}] is null"] : Faults(item, Of(type, type.ElementType!), $"{path}[{i}]", root))
            : [$"{Subject(path)} {Found(node)}; it must be a list, in brackets"],
        JsonTypeInfoKind.Dictionary => node is JsonObject entries
            ? entries.SelectMany(entry => entry.Value is null ? [$"{Join(path, entry.Key)} is null"] : Faults(entry.Value, Of(type, type.ElementType!), Join(path, entry.Key), root))
            : [$"{Subject(path)} {Found(node)}; it must be an object, in braces"],
        _ => Rule(node, type) is { } rule ? [$"{Subject(path)} {rule}"] : [],
    };

    /// <summary>Which of the types of a union a value says that it is; null if it says none of them.</summary>
    private static Type? Kind(JsonObject value, JsonPolymorphismOptions union) => value[union.TypeDiscriminatorPropertyName] is JsonValue name && name.TryGetValue(out string? text)
        ? union.DerivedTypes.Where(known => known.TypeDiscriminator is string kind && kind == text).Select(known => known.DerivedType).FirstOrDefault()
        : null;

    private static string Choice(JsonObject value, JsonPolymorphismOptions union, string path)
    {
        string name = union.TypeDiscriminatorPropertyName;
        string found = !value.TryGetPropertyValue(name, out JsonNode? node) ? "is missing" : node?.GetValueKind() == JsonValueKind.String ? $"is {PlainName.Quote(node.ToString())}" : Found(node);
        return $"{Join(path, name)} {found}; it must be one of {string.Join(", ", union.DerivedTypes.Select(known => known.TypeDiscriminator))}";
    }

    private static IEnumerable<string> Members(JsonObject value, JsonTypeInfo type, string path, Document root)
    {
        JsonPolymorphismOptions? union = type.PolymorphismOptions;
        type = union is null ? type : Of(type, Kind(value, union)!);
        StringComparison comparison = type.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        HashSet<JsonPropertyInfo> seen = [];
        foreach ((string name, JsonNode? member) in value)
        {
            JsonPropertyInfo? property = type.Properties.FirstOrDefault(known => string.Equals(known.Name, name, comparison));
            if (property is null)
            {
                if (name == union?.TypeDiscriminatorPropertyName)
                {
                    continue;
                }

                if (type.Options.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow)
                {
                    yield return Unknown(name, path, type, root, union is null ? null : value[union.TypeDiscriminatorPropertyName]!.ToString());
                }

                continue;
            }

            seen.Add(property);
            if (property.Set is null && property.AssociatedParameter is null)
            {
                continue; // Computed: written for readers of the file, not read.
            }

            if (member is null)
            {
                if (!IsNullable(property))
                {
                    yield return $"{Join(path, name)} is null; leave it out or give it a value";
                }

                continue;
            }

            foreach (string fault in Faults(member, Of(type, property.PropertyType), Join(path, name), root))
            {
                yield return fault;
            }
        }

        foreach (JsonPropertyInfo missing in type.Properties.Where(property => !seen.Contains(property) && (property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false, IsMemberInitializer: false })))
        {
            yield return $"{Join(path, missing.Name)} is missing";
        }
    }

    private static bool IsNullable(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    /// <summary>What a simple value must be; null if it is.</summary>
    private static string? Rule(JsonNode? node, JsonTypeInfo type)
    {
        Type wanted = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        JsonValueKind kind = node?.GetValueKind() ?? JsonValueKind.Null;
        if (wanted.IsEnum)
        {
            string[] words = [.. Enum.GetNames(wanted).Select(name => JsonSerializer.SerializeToNode(Enum.Parse(wanted, name), Of(type, wanted))!.ToString())];
            return kind == JsonValueKind.String && words.Contains(node!.GetValue<string>(), StringComparer.OrdinalIgnoreCase) ? null : $"{Found(node)}; it must be one of {string.Join(", ", words)}";
        }

        return Type.GetTypeCode(wanted) switch
        {
            TypeCode.String => kind == JsonValueKind.String ? null : $"{Found(node)}; it must be text, in quotation marks",
            TypeCode.Boolean => kind is JsonValueKind.True or JsonValueKind.False ? null : $"{Found(node)}; it must be true or false",
            TypeCode.Int32 => Number(node, kind, "a whole number", text => NumberText.TryParse(text, out int _)),
            TypeCode.Int64 => Number(node, kind, "a whole number", text => NumberText.TryParse(text, out long _)),
            TypeCode.UInt64 => Number(node, kind, "a whole number, 0 or more", text => NumberText.TryParse(text, out ulong _)),
            TypeCode.Single or TypeCode.Double => Number(node, kind, "a number", text => NumberText.TryParse(text, out double _)),
            _ => null, // Has a converter of its own, which says what it needs.
        };
    }

    private static string? Number(JsonNode? node, JsonValueKind kind, string rule, Func<string, bool> fits)
    {
        string text = node?.ToJsonString() ?? "null";
        return kind == JsonValueKind.Number ? fits(text) ? null : $"is {text}; it must be {rule}"
            : kind == JsonValueKind.String ? NumberText.Describe(node!.GetValue<string>(), rule)
            : $"{Found(node)}; it must be {rule}";
    }

    private static string Unknown(string name, string path, JsonTypeInfo type, Document root, string? kind)
    {
        string wrong = Join(path, name);
        string[] own = [.. type.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null).Select(property => property.Name)];
        string[] leaves = [.. Paths(root.Type, root.Tree, "").Where(known => !wrong.StartsWith(known + ".", StringComparison.Ordinal))];
        string? nearest = NearestName.Of(name, own) is { } sibling ? Join(path, sibling)
            : NearestName.Of(name, leaves.Select(Last)) is { } other ? leaves.First(known => Last(known) == other)
            : null;
        string none = kind is null ? $"there is no setting {PlainName.Quote(wrong)}" : $"{kind} has no setting {PlainName.Quote(wrong)}";
        string all = kind is not null ? "it has" : path.Length == 0 ? "the settings are" : $"{PlainName.Quote(path)} has";
        return nearest is null ? $"{none}; {all} {string.Join(", ", own)}" : $"{none}, did you mean '{nearest}'?";
    }

    private static IEnumerable<string> Paths(JsonTypeInfo type, JsonNode? node, string path)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return [];
        }

        JsonTypeInfo actual = type.PolymorphismOptions is { } union && node is JsonObject value && Kind(value, union) is { } kind ? Of(type, kind) : type;
        return actual.Properties.SelectMany(property => Paths(Of(actual, property.PropertyType), (node as JsonObject)?[property.Name], Join(path, property.Name)).Prepend(Join(path, property.Name)));
    }

    private static JsonTypeInfo Of(JsonTypeInfo owner, Type type) => owner.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static string Subject(string path) => path.Length == 0 ? "the document" : path;

    private static string Found(JsonNode? node) => node switch
    {
        null => "is null",
        JsonObject => "is an object",
        JsonArray => "is a list",
        _ => $"is {(node.ToJsonString() is { Length: <= 60 } text ? text : node.ToJsonString()[..59] + "…")}",
    };

    /// <summary>What is read: its type, and the tree itself, which says what the unions in it are.</summary>
    private sealed record Document(JsonTypeInfo Type, JsonNode? Tree);

    [GeneratedRegex(@":\s*([+-]?\d[\d.]*,\d+)")]
    private static partial Regex CommaNumber();
}

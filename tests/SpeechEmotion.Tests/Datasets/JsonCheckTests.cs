using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SpeechEmotion.Datasets;
using Xunit;

namespace SpeechEmotion.Tests.Datasets;

public class JsonCheckTests
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public enum Kind
    {
        Small,
        VeryLarge,
    }

    [Fact]
    public void Read_WhatFits_IsRead()
    {
        Whole whole = JsonCheck.Read<Whole>("""{ "name": "x", "part": { "count": 3, "rate": 1e-4, /* why */ "kind": "veryLarge" }, "words": ["a"], "other": null, }""", s_options, "f.json");
        Assert.Equal(("x", 3, 1e-4, Kind.VeryLarge, "a", null), (whole.Name, whole.Part.Count, whole.Part.Rate, whole.Part.Kind, whole.Words[0], whole.Other));
    }

    [Theory]
    [InlineData("""{ "name": "x", "part": null }""", "part is null; leave it out or give it a value")]
    [InlineData("""{ "name": null }""", "name is null")]
    [InlineData("{}", "name is missing")]
    [InlineData("null", "the document is null; it must be an object, in braces")]
    [InlineData("[]", "the document is a list; it must be an object")]
    [InlineData("", "is empty")]
    [InlineData("{", "is no valid JSON: line 1, column 2: it ends too early")]
    [InlineData("""{ "name": "x """, "it ends too early")]
    [InlineData("""{ "name": "x", "name": "y" }""", "is no valid JSON: 'name' stands there twice; keep one")]
    [InlineData("""{ "name": "x", "words": ["a", null] }""", "words[1] is null")]
    [InlineData("""{ "name": "x", "words": "a" }""", "words is \"a\"; it must be a list")]
    [InlineData("""{ "name": "x", "counts": { "a": null } }""", "counts.a is null")]
    [InlineData("""{ "name": "x", "part": { "count": "many" } }""", "part.count is 'many'; it must be a whole number")]
    [InlineData("""{ "name": "x", "part": { "count": 2000000000000 } }""", "part.count is 2000000000000; it must be a whole number")]
    [InlineData("""{ "name": "x", "part": { "count": 1.5 } }""", "part.count is 1.5; it must be a whole number")]
    [InlineData("""{ "name": "x", "part": { "rate": "0,5" } }""", "part.rate is '0,5'; a number has a point and no comma: write 0.5")]
    [InlineData("""{ "name": "x", "part": { "rate": 0,5 } }""", "line 1: the value is '0,5'; a number has a point and no comma: write 0.5")]
    [InlineData("""{ "name": "x", "part": { "rate": 1e999 } }""", "part.rate is 1e999; it must be a number")]
    [InlineData("""{ "name": "x", "part": { "kind": "huge" } }""", "part.kind is \"huge\"; it must be one of small, veryLarge")]
    [InlineData("""{ "name": "x", "part": { "kind": 1 } }""", "part.kind is 1; it must be one of small, veryLarge")]
    [InlineData("""{ "name": "x", "part": { "cuont": 1 } }""", "there is no setting 'part.cuont', did you mean 'part.count'?")]
    [InlineData("""{ "name": "x", "rate": 1 }""", "there is no setting 'rate', did you mean 'part.rate'?")]
    [InlineData("""{ "name": "x", "part": { "xyzzy": 1 } }""", "there is no setting 'part.xyzzy'; 'part' has count, rate, kind")]
    [InlineData("""{ "name": "\ud800" }""", "f.json: ")]
    [InlineData("""{ "\ud800": 1, "x": 1 }""", "is no valid JSON")]
    [InlineData("""{ "na\nme": 1 }""", "there is no setting 'na\\u000Ame'")]
    [InlineData("{ \"name\": nul\n }", "is no valid JSON: line 1")]
    public void Read_WhatDoesNotFit_SaysWhere(string json, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => JsonCheck.Read<Whole>(json, s_options, "f.json"));
        Assert.StartsWith("f.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SpeechEmotion", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Read_ManyFaults_TellsTheFirstFive()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => JsonCheck.Read<Whole>("""{ "a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1 }""", s_options, "f.json"));
        Assert.Equal(5, error.Message.Split("there is no setting").Length - 1);
        Assert.EndsWith("; and more", error.Message, StringComparison.Ordinal);
    }

    public sealed record Whole
    {
        public required string Name { get; init; }

        public Part Part { get; init; } = new();

        public IReadOnlyList<string> Words { get; init; } = [];

        public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();

        public Part? Other { get; init; }
    }

    public sealed record Part
    {
        public int Count { get; init; }

        public double Rate { get; init; }

        public Kind Kind { get; init; }
    }
}

using SpeechEmotion.Features;
using SpeechEmotion.Models;
using Xunit;

namespace SpeechEmotion.Tests.Models;

public sealed class ModelCardTests
{
    private static readonly ModelCard s_card = new() { Name = "größer", Labels = ["sad", "happy"], Features = new FeatureConfig { Kinds = [FeatureKind.Energy, FeatureKind.MelScaled], ClipLength = 80080 }, Temperature = 1.25 };

    [Fact]
    public void Parse_OfToJson_IsTheSameCard()
    {
        ModelCard card = ModelCard.Parse(s_card.ToJson());
        Assert.Equal(s_card.ToJson(), card.ToJson());
        Assert.Equal(s_card.Features.Kinds, card.Features.Kinds);
        Assert.Equal(("größer", 1.25, 80080), (card.Name, card.Temperature, card.Features.ClipLength));
        Assert.DoesNotContain('\n', s_card.ToJson());
        Assert.Contains("[\"energy\",\"mel-scaled\"]", s_card.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\"],\"features\":null}")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\"],\"features\":{\"kinds\":[3]}}")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\"],\"features\":{\"kinds\":null}}")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\"],\"features\":{},\"temperature\":0}")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\",\" \"],\"features\":{}}")]
    public void Parse_NoCard_Throws(string json) => Assert.Throws<InvalidDataException>(() => ModelCard.Parse(json));
}

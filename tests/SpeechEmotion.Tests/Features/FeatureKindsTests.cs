using System.Text.Json;
using System.Text.Json.Serialization;
using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Tests.Features;

public class FeatureKindsTests
{
    private static readonly JsonSerializerOptions s_options = new() { Converters = { new JsonStringEnumConverter() } };

    [Fact]
    public void All_IsEveryKindOnce() => Assert.Equal(Enum.GetValues<FeatureKind>().Except([FeatureKind.Encoder]).Order(), FeatureKinds.All.Order());

    [Fact]
    public void Name_IsThatOfExperiments() =>
        Assert.All(FeatureKinds.All, kind => Assert.Equal($"\"{FeatureKinds.Name(kind)}\"", JsonSerializer.Serialize(kind, s_options)));

    [Fact]
    public void IsOneRow_AgreesWithTheRows()
    {
        FeatureConfig config = new();
        Assert.All(FeatureKinds.All, kind => Assert.Equal(FeatureKinds.IsOneRow(kind), config.Rows(kind) == 1));
    }
}

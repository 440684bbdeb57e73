using SpeechEmotion.Features;
using SpeechEmotion.Training;
using Xunit;

namespace SpeechEmotion.Tests.Training;

public sealed class ExperimentFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;

    [Fact]
    public void Read_OnlyWhatDiffers_KeepsTheOtherDefaults()
    {
        ExperimentConfig config = ExperimentFile.Read(Write("""{ "features": { "kinds": ["zcr", "energy"] }, "training": { "epochs": 3 } }"""));
        Assert.Equal("probe", config.Name);
        Assert.Equal([FeatureKind.ZeroCrossingRate, FeatureKind.Energy], config.Features.Kinds);
        Assert.Equal(80080, config.Features.ClipLength);
        Assert.Equal(3, config.Training.Epochs);
        Assert.Equal(32, config.Training.BatchSize);
    }

    [Fact]
    public void Read_Settings_OverrideTheFile()
    {
        ExperimentConfig config = ExperimentFile.Read(Write("{}"), ["training.learningRate=3e-4", "network.name=ExpoNet", "features.kinds=[\"mel-db\"]"]);
        Assert.Equal(3e-4, config.Training.LearningRate);
        Assert.Equal("ExpoNet", config.Network.Name);
        Assert.Equal([FeatureKind.MelDecibels], config.Features.Kinds);
    }

    [Fact]
    public void WriteThenRead_CompleteExperiment_IsTheSame()
    {
        ExperimentConfig config = ExperimentFile.Read(Write("""{ "seed": 7, "labels": ["sad", "happy"] }"""));
        string path = Path.Combine(_folder, "experiment.json");
        ExperimentFile.Write(path, config);
        Assert.Equal(ExperimentFile.ToJson(config), ExperimentFile.ToJson(ExperimentFile.Read(path)));
    }

    [Theory]
    [InlineData("""{ "training": { "epoch": 3 } }""", "epoch")]
    [InlineData("""{ "training": { "epochs": 0 } }""", "training.epochs is 0")]
    [InlineData("""{ "training": { "epochs": "many" } }""", "training.epochs has a value of the wrong kind")]
    [InlineData("""{ "network": { "name": "Resnet" } }""", "network.name is 'Resnet'")]
    [InlineData("""{ "network": { "name": "Ensemble" } }""", "ensemble is missing")]
    [InlineData("""{ "network": { "name": "ExpoNet" }, "training": { "batchSize": 1 } }""", "needs 2 clips or more")]
    [InlineData("""{ "network": { "members": [{}] } }""", "network.members must be empty, or have two members or more")]
    [InlineData("""{ "network": { "members": [{}, null] } }""", "network.members must be empty, or have two members or more")]
    [InlineData("""{ "network": { "name": "Ensemble", "members": [{}, {}] }, "ensemble": { "members": ["a", "b"] } }""", "the ensemble has ensemble.members instead")]
    [InlineData("""{ "network": { "members": [{}, { "width": 0 }] } }""", "network.members[1].width is 0; it must be above 0, and times network.width (1) at most 8")]
    [InlineData("""{ "network": { "members": [{}, { "stemChannels": -1 }] } }""", "network.members[1].stemChannels is -1; it must be 0 (none) to 256")]
    [InlineData("""{ "network": { "stemChannels": 257 } }""", "network.stemChannels is 257")]
    [InlineData("""{ "network": { "name": "EmoNet", "stemChannels": 8, "members": [{}, {}] } }""", "network.stemChannels is 8; where there are members, each has its own")]
    [InlineData("""{ "network": { "name": "ExpoNet", "stemChannels": 8 } }""", "only EmoNet has such convolutions")]
    [InlineData("""{ "network": { "members": [{}, { "dropout": 1 }] } }""", "network.members[1].dropout is 1; it must be 0 to below 1")]
    [InlineData("""{ "network": { "name": "EmoNet", "stemBlocks": 2 } }""", "network.stemBlocks is 2, but there are no stemChannels for them, such as 16")]
    [InlineData("""{ "network": { "members": [{}, { "stemChannels": 8, "stemBlocks": 17 }] } }""", "network.members[1].stemBlocks is 17; it must be 0 (none) to 16")]
    [InlineData("""{ "network": { "name": "EmoNet", "stemBlocks": 2, "members": [{}, {}] } }""", "network.stemBlocks is 2; where there are members, each has its own")]
    [InlineData("""{ "training": { "weightBits": 4 } }""", "training.weightBits is 4; it must be 8, 16 or 32")]
    [InlineData("""{ "network": { "name": "EmoNet" } }""", "takes features.kinds [\"mel-standardised\"]")]
    [InlineData("""{ "training": { "sentenceWeight": -1 } }""", "training.sentenceWeight is -1")]
    [InlineData("""{ "training": { "speakerWeight": 11 } }""", "training.speakerWeight is 11")]
    [InlineData("""{ "training": { "precision": "float8" } }""", "training.precision")]
    [InlineData("[1]", "one JSON object")]
    [InlineData("{", "not a valid experiment")]
    [InlineData("", "not a valid experiment")]
    public void Read_FaultyFile_SaysWhere(string text, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ExperimentFile.Read(Write(text)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("training", "NAME=VALUE")]
    [InlineData("trainings.epochs=3", "no group 'trainings'")]
    [InlineData("training.epoch=3", "epoch")]
    public void Read_FaultySetting_SaysWhich(string setting, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ExperimentFile.Read(Write("{}"), [setting]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EveryShippedExperiment_IsValid()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "experiments");
        string[] files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories);
        Assert.True(files.Length >= 14);
        Assert.All(files, file => Assert.Equal(Path.GetFileNameWithoutExtension(file), ExperimentFile.Read(file).Name));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string text)
    {
        string path = Path.Combine(_folder, "probe.json");
        File.WriteAllText(path, text);
        return path;
    }
}

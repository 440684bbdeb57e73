using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
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

    [Fact]
    public void ReadTrained_MemberNamedWithASlash_IsReadButNotTrained()
    {
        string path = Write("""{ "name": "pair 1/2" }""");
        Assert.Equal("pair 1/2", ExperimentFile.ReadTrained(path).Name);
        Assert.Contains("name is 'pair 1/2'", Assert.Throws<InvalidDataException>(() => ExperimentFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "training": { "epoch": 3 } }""", "epoch")]
    [InlineData("""{ "training": { "epochs": 0 } }""", "training.epochs is 0")]
    [InlineData("""{ "training": { "epochs": "many" } }""", "training.epochs is 'many'; it must be a whole number")]
    [InlineData("""{ "network": { "name": "Resnet" } }""", "network.name is 'Resnet'; it must be one of EmoNet, DummyNet, RezoNet, ExpoNet, MLP, Average, Stack")]
    [InlineData("""{ "network": { "name": null } }""", "network.name is null; it must be one of EmoNet, ")]
    [InlineData("""{ "network": { "name": "Ensemble" } }""", "network.members has 0; a Stack needs 2 to 20 experiments of different names")]
    [InlineData("""{ "network": { "name": "Stack", "members": ["../x", "y"] } }""", "network.members names '../x'; it must be the plain name")]
    [InlineData("""{ "network": { "name": "Stack", "members": [{ "name": "a" }, { "name": "A" }] } }""", "network.members has 2; a Stack needs 2 to 20 experiments of different names")]
    [InlineData("""{ "network": { "name": "Stack", "members": [{ "name": "a" }, { "name": "b", "training": { "epochs": 0 } }] } }""", "network.members, 'b': training.epochs is 0")]
    [InlineData("""{ "network": { "name": "Stack", "members": [{ "name": "a" }, { "name": "b", "training": { "epoch": 0 } }] } }""", "there is no setting 'network.members[1].training.epoch', did you mean 'network.members[1].training.epochs'?")]
    [InlineData("""{ "network": { "name": "Stack", "members": ["probe", "x"] } }""", "probe.json: network.members names 'probe', whose network is a Stack, too")]
    [InlineData("""{ "network": { "name": "Stack", "members": [{ "name": "a", "network": { "name": "Stack", "members": ["probe", "x"] } }, "x"] } }""", "probe.json: network.members names 'a', whose network is a Stack, too")]
    [InlineData("""{ "network": { "name": "Average", "members": [{ "name": "EmoNet" }, { "name": "Stack" }] } }""", "network.members[1].name is Stack; a member must be a single network")]
    [InlineData("""{ "network": { "name": "Average", "members": [{ "name": "EmoNet" }, {}] } }""", "network.members[1].name is missing; it must be one of EmoNet, ")]
    [InlineData("""{ "network": { "name": "Average", "members": [{ "name": "RezoNet" }, { "name": "RezoNet", "dropout": 0.1 }] } }""", "RezoNet has no setting 'network.members[1].dropout'; it has width")]
    [InlineData("""{ "network": { "name": "RezoNet", "dropout": 0.1 } }""", "RezoNet has no setting 'network.dropout'; it has width")]
    [InlineData("""{ "network": { "name": "EmoNet", "stemChanels": 8 } }""", "EmoNet has no setting 'network.stemChanels', did you mean 'network.stemChannels'?")]
    [InlineData("""{ "network": { "name": "ExpoNet" }, "training": { "batchSize": 1 } }""", "needs 2 clips or more")]
    [InlineData("""{ "network": { "members": [{}] } }""", "network.members has 1; an Average needs 2 to 20 networks")]
    [InlineData("""{ "spectrogram": {}, "network": { "name": "Average", "members": [{ "name": "EmoNet" }, { "name": "EmoNet" }], "spectrograms": [{}] } }""", "network.spectrograms has 1; it must have one for each of the 2 members, or none")]
    [InlineData("""{ "spectrogram": {}, "network": { "name": "Average", "members": [{ "name": "EmoNet" }, { "name": "EmoNet" }], "spectrograms": [{}, { "tilt": -1 }] } }""", "network.spectrograms[1].tilt is -1; it must be 0 to 10")]
    [InlineData("""{ "spectrogram": {}, "network": { "name": "Average", "members": [{ "name": "EmoNet" }, { "name": "EmoNet" }], "spectrograms": [{}, null] } }""", "network.spectrograms[1] is null")]
    [InlineData("""{ "network": { "name": "Average", "members": [{ "name": "EmoNet" }, { "name": "EmoNet" }], "spectrograms": [{}, {}] } }""", "network.spectrograms goes with spectrogram, which is missing")]
    [InlineData("""{ "network": { "members": [{}, null] } }""", "network.members[1] is null")]
    [InlineData("""{ "network": { "members": [{}, { "width": 0 }] } }""", "network.members[1].width is 0; it must be above 0 and at most 8")]
    [InlineData("""{ "network": { "width": 4, "members": [{}, { "width": 3 }] } }""", "network.members[1].width is 3; times network.width (4) it must be at most 8")]
    [InlineData("""{ "network": { "name": "EmoNet", "members": [{}, { "stemChannels": -1 }] } }""", "network.members[1].stemChannels is -1; it must be 0 (none) to 256")]
    [InlineData("""{ "network": { "name": "EmoNet", "stemChannels": 257 } }""", "network.stemChannels is 257")]
    [InlineData("""{ "network": { "name": "ExpoNet", "stemChannels": 8 } }""", "ExpoNet has no setting 'network.stemChannels'; it has width")]
    [InlineData("""{ "network": { "name": "ExpoNet", "members": [{}, { "stemChannels": 8 }] } }""", "ExpoNet has no setting 'network.members[1].stemChannels'; it has width")]
    [InlineData("""{ "network": { "name": "EmoNet", "members": [{}, { "dropout": 1 }] } }""", "network.members[1].dropout is 1; it must be 0 to below 1")]
    [InlineData("""{ "network": { "name": "EmoNet", "stemBlocks": 2 } }""", "network.stemBlocks is 2, but there are no stemChannels for them, such as 16")]
    [InlineData("""{ "network": { "name": "EmoNet", "members": [{}, { "stemChannels": 8, "stemBlocks": 17 }] } }""", "network.members[1].stemBlocks is 17; it must be 0 (none) to 16")]
    [InlineData("""{ "training": { "weightBits": 4 } }""", "training.weightBits is 4; it must be 8, 16 or 32")]
    [InlineData("""{ "network": { "name": "EmoNet" } }""", "takes features.kinds [\"mel-standardised\"]")]
    [InlineData("""{ "training": { "sentenceWeight": -1 } }""", "training.sentenceWeight is -1")]
    [InlineData("""{ "training": { "speakerWeight": 11 } }""", "training.speakerWeight is 11")]
    [InlineData("""{ "training": { "precision": "float8" } }""", "training.precision")]
    [InlineData("[1]", "one JSON object")]
    [InlineData("{", "no valid JSON")]
    [InlineData("", "is empty")]
    public void Read_FaultyFile_SaysWhere(string text, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ExperimentFile.Read(Write(text)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("training", "NAME=VALUE")]
    [InlineData("trainings.epochs=3", "there is no setting 'trainings', did you mean 'training'?")]
    [InlineData("training.epoch=3", "there is no setting 'training.epoch', did you mean 'training.epochs'?")]
    [InlineData("training.width=3", "did you mean 'network.width'?")]
    [InlineData("training.foo=1", "there is no setting 'training.foo'; 'training' has epochs, ")]
    [InlineData("training.learningRate=0,5", "write 0.5")]
    [InlineData("seed.x=1", "'seed' is a value")]
    [InlineData("network.dropout=0.5", "RezoNet has no setting 'network.dropout'; it has width")]
    [InlineData("network.widht=0.5", "RezoNet has no setting 'network.widht', did you mean 'network.width'?")]
    [InlineData("training.stemChannels=8", "there is no setting 'training.stemChannels'; 'training' has ")]
    [InlineData("training.epochs=0", " with training.epochs=0: training.epochs is 0")]
    public void Read_FaultySetting_SaysWhich(string setting, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ExperimentFile.Read(Write("{}"), [setting]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{ "name": "EmoNet", "width": 0.75, "standardisedBy": "training", "corpora": [], "dropout": 0.1, "stemChannels": 16, "stemBlocks": 2, "members": [] }""",
        """{ "name": "EmoNet", "width": 0.75, "dropout": 0.1, "stemChannels": 16, "stemBlocks": 2 }""")]
    [InlineData("""{ "name": "RezoNet", "width": 0.5, "dropout": 0.4, "stemChannels": 0, "stemBlocks": 0, "members": [] }""", """{ "name": "RezoNet", "width": 0.5 }""")]
    [InlineData("""{ "width": 0.5, "members": [{}, { "width": 0.5 }] }""", """{ "name": "Average", "width": 0.5, "members": [{ "name": "RezoNet" }, { "name": "RezoNet", "width": 0.5 }] }""")]
    [InlineData(
        """{ "name": "EmoNet", "width": 2, "dropout": 0.3, "stemChannels": 0, "stemBlocks": 0, "members": [{ "width": 1, "stemChannels": 0 }, { "width": 0.75, "stemChannels": 16, "stemBlocks": 1, "dropout": 0.1 }] }""",
        """{ "name": "Average", "width": 2, "members": [{ "name": "EmoNet", "dropout": 0.3 }, { "name": "EmoNet", "width": 0.75, "dropout": 0.1, "stemChannels": 16, "stemBlocks": 1 }] }""")]
    public void Read_NetworkAsItWasWrittenBefore_IsTheSameAsToday(string before, string today)
    {
        const string Rest = """ "features": { "kinds": ["mel-standardised"] }""";
        ExperimentConfig config = ExperimentFile.Read(Write($$"""{ "network": {{before}}, {{Rest}} }"""));
        Assert.Equal(ExperimentFile.ToJson(ExperimentFile.Read(Write($$"""{ "network": {{today}}, {{Rest}} }"""))), ExperimentFile.ToJson(config));
        Assert.Empty(ExperimentFile.Differences(Write($$"""{ "network": {{before}}, {{Rest}}, "name": "probe" }"""), config));
        Assert.Equal(ExperimentFile.ToJson(config), ExperimentFile.ToJson(ExperimentFile.Read(Write(ExperimentFile.ToJson(config)))));
    }

    [Fact]
    public void Read_OtherNetworkBySetting_TakesTheWidthAndRefusesWhatItDoesNotHave()
    {
        string path = Write("""{ "network": { "name": "MLP", "width": 0.5, "dropout": 0.3 } }""");
        Assert.Equal(new RezoNetConfig { Width = 0.5 }, ExperimentFile.Read(path, ["network.name=RezoNet"]).Network);
        string message = Assert.Throws<InvalidDataException>(() => ExperimentFile.Read(path, ["network.dropout=0.1", "network.name=RezoNet"])).Message;
        Assert.Contains("RezoNet has no setting 'network.dropout'; it has width", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WidthOfAnAverage_ScalesEveryMember()
    {
        ExperimentConfig config = ExperimentFile.Read(Path.Combine(AppContext.BaseDirectory, "experiments", "emonet.json"), ["network.width=0.5"]);
        Assert.Equal([0.5, 0.375], config.Members().Select(member => member.Network.Width));
        Assert.Equal([1UL, 1001UL], config.Members().Select(member => member.Seed));
    }

    [Fact]
    public void Read_StackThatNamesFiles_HoldsTheirExperiments()
    {
        File.WriteAllText(Path.Combine(_folder, "one.json"), """{ "name": "fancy", "seed": 9, "training": { "epochs": 3 } }""");
        File.WriteAllText(Path.Combine(_folder, "two.json"), """{ "network": { "name": "ExpoNet", "width": 0.5 } }""");
        ExperimentConfig config = ExperimentFile.Read(Write("""{ "seed": 5, "labels": ["sad", "anger"], "network": { "name": "Stack", "members": ["one", "two"] } }"""), ["network.folds=4"]);
        Assert.Equal(["one", "two"], config.Members().Select(member => member.Name));
        Assert.All(config.Members(), member => Assert.Equal((5UL, 2), (member.Seed, member.Labels.Count)));
        Assert.Equal((3, "ExpoNet of width 0.5"), (config.Members()[0].Training.Epochs, config.Members()[1].Network.Describe()));

        // What is written is complete: it needs no other file.
        File.Delete(Path.Combine(_folder, "one.json"));
        Assert.Equal(ExperimentFile.ToJson(config), ExperimentFile.ToJson(ExperimentFile.Read(Write(ExperimentFile.ToJson(config)))));
        Assert.Contains("one.json", Assert.ThrowsAny<IOException>(() => ExperimentFile.Read(Write("""{ "network": { "name": "Stack", "members": ["one", "two"] } }"""))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_FileFromBeforeASettingExisted_HasItsDefault()
    {
        ExperimentConfig config = new() { Name = "probe", Seed = 3, Training = new TrainingConfig { Epochs = 15 } };
        string old = Write("""{ "name": "probe", "seed": 3, "training": { "epochs": 15 } }""");
        Assert.Empty(ExperimentFile.Differences(old, config));
        Assert.Equal(["seed is 3 there and 4 here"], ExperimentFile.Differences(old, config with { Seed = 4 }));
        ExperimentConfig shorter = config with { Training = config.Training with { BatchSize = 7 } };
        Assert.Equal([$"training.batchSize is {new TrainingConfig().BatchSize} there and 7 here"], ExperimentFile.Differences(old, shorter));
    }

    [Fact]
    public void Differences_SettingThatIsNoMore_IsNamed() =>
        Assert.Equal(
            ["training.gone is 2 there and not given here"],
            ExperimentFile.Differences(Write("""{ "name": "probe", "training": { "gone": 2 } }"""), new ExperimentConfig { Name = "probe" }));

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

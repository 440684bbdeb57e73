using System.Text.Json;
using SpeechEmotion.Cli.Train;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

public sealed class ExperimentsCommandTests
{
    [Fact]
    public async Task Experiments_All_AreListedWithTheirNetworks()
    {
        using Terminal terminal = new(160);
        Assert.Equal(Cli.Success, await terminal.RunAsync("experiments"));
        string[] lines = terminal.Shown.Split('\n');
        Assert.All(Presets.Names, name => Assert.Contains(lines, line => line.TrimStart().StartsWith(name + " ", StringComparison.Ordinal)));
        Assert.Matches(@"emonet +Average +mel-standardised +\d+", terminal.Shown);
        Assert.Matches(@"hour/ensemble +Stack +probabilities of dummynet-zcr-energy, dummynet-mel +200", terminal.Shown);
    }

    [Fact]
    public async Task Experiments_Json_IsOneDocument()
    {
        using Terminal terminal = new();
        await terminal.SucceedAsync("experiments", "--json");
        JsonElement[] experiments = [.. terminal.ReadJson().EnumerateArray()];
        Assert.Equal(Presets.Names, experiments.Select(experiment => experiment.GetProperty("name").GetString()));
        Assert.Equal("Average", experiments.Single(experiment => experiment.GetProperty("name").GetString() == "emonet").GetProperty("network").GetString());
    }

    [Fact]
    public void Names_ComeWithTheProgram_AndAreThoseOfTheRepository()
    {
        string folder = Repository.PathOf("experiments");
        string[] expected = [.. Repository.Files("experiments", ".json").Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')[..^5])];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Presets.Names);
        Assert.All(Presets.Names, name => Assert.StartsWith(AppContext.BaseDirectory, Presets.PathOf(name), StringComparison.Ordinal));
        Assert.All(Presets.Names, name => Assert.True(File.Exists(Presets.Find(name))));
    }

    [Fact]
    public void Find_UnknownName_NamesTheExperiments()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Presets.Find("emonett"));
        Assert.StartsWith("emonett: there is no such file and no experiment of that name; the experiments are dummynet-energy, ", error.Message, StringComparison.Ordinal);
        Assert.Contains(" emonet, ", error.Message, StringComparison.Ordinal);
    }
}

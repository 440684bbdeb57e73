using System.CommandLine;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

public class CliTests
{
    public static TheoryData<string> Commands => [.. Walk(Root(), "").Select(pair => pair.Name)];

    public static TheoryData<string> Examples => [.. Walk(Root(), "").SelectMany(pair => pair.Command is CommandWithExamples command ? command.Examples : [])];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_OfEveryCommand_HasDescriptionUsageAndExamples(string command)
    {
        using Terminal terminal = new();
        await terminal.SucceedAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        string usage = $"ser {command}".TrimEnd();
        Assert.Contains("Description:\n  ", terminal.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"Usage:\n  {usage} ", terminal.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"Examples:\n  {usage} ", terminal.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain(terminal.Output.Split("Examples:")[0].Split('\n'), line => line.Length > 101);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Parse_EveryExample_HasNoErrors(string example)
    {
        string[] words = example.Split(" > ")[0].Split(' ');
        Assert.Equal("ser", words[0]);
        Assert.Null(CommandLineErrors.Describe(Root().Parse(words[1..])));
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("data fetch")]
    [InlineData("data check")]
    [InlineData("features")]
    [InlineData("augment")]
    [InlineData("plot mel")]
    public async Task Help_OfCommand_IsAsExpected(string command)
    {
        using Terminal terminal = new();
        await terminal.SucceedAsync([.. command.Split(' '), "--help"]);
        string expected = Path.Combine(AppContext.BaseDirectory, "Expected", $"help-{command.Replace(' ', '-')}.txt");
        Assert.Equal(File.ReadAllText(expected).ReplaceLineEndings("\n"), terminal.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Run_WithoutArguments_ShowsHelp()
    {
        using Terminal bare = new(), asked = new();
        await bare.SucceedAsync();
        await asked.SucceedAsync("--help");
        Assert.Equal(asked.Output, bare.Output);
        Assert.Contains("ser predict recording.wav", bare.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown command 'featurs', did you mean 'features'? see 'ser --help'", "featurs")]
    [InlineData("unknown command 'xyzzy'; see 'ser --help'", "xyzzy")]
    [InlineData("unknown command 'chek', did you mean 'check'? see 'ser data --help'", "data", "chek")]
    [InlineData("name a command: fetch, check, list; see 'ser data --help'", "data")]
    [InlineData("unknown option '--modle', did you mean '--model'? see 'ser predict --help'", "predict", "a.wav", "--modle", "m.onnx")]
    [InlineData("unknown option '--xyzzy'; see 'ser predict --help'", "predict", "a.wav", "--xyzzy")]
    [InlineData("unknown option '--knid', did you mean '--kind'? see 'ser features --help'", "features", "a.wav", "--knid", "mel", "--out", "a.npy")]
    [InlineData("unknown argument 'b.wav'; see 'ser features --help'", "features", "a.wav", "b.wav", "--kind", "mel", "--out", "a.npy")]
    [InlineData("--kind is 'mfccs'; it must be one of zcr, energy, rms, mel, mel-db, mel-scaled, mel-standardised, mfcc, mfcc-delta, mfcc-delta2, centroid, bandwidth, rolloff, flatness, chroma, f0, voicing, hnr, jitter, shimmer; see 'ser features --help'", "features", "a.wav", "--kind", "mfccs", "--out", "a.npy")]
    [InlineData("--kind names rms twice; name each kind once; see 'ser features --help'", "features", "a.wav", "--kind", "rms,zcr,rms", "--out", "a.npy")]
    [InlineData("--kind is ''; it must be one of zcr, energy, rms, mel, mel-db, mel-scaled, mel-standardised, mfcc, mfcc-delta, mfcc-delta2, centroid, bandwidth, rolloff, flatness, chroma, f0, voicing, hnr, jitter, shimmer; see 'ser plot features --help'", "plot", "features", "a.wav", "--kind", "rms,", "--out", "a.png")]
    [InlineData("--out is 'a.jpg'; it must end in .png or .svg; see 'ser plot mel --help'", "plot", "mel", "a.wav", "--out", "a.jpg")]
    [InlineData("--out is 'a.mp3'; it must end in .wav; see 'ser augment --help'", "augment", "a.wav", "--with", "noise", "--out", "a.mp3")]
    [InlineData("CORPUS is 'timit'; it must be one of crema-d; see 'ser data fetch --help'", "data", "fetch", "timit", "--to", "x")]
    [InlineData("FILE|DIR|LIST is empty; give it a value, or leave it out; see 'ser predict --help'", "predict", "")]
    [InlineData("FILE|DIR|LIST is empty; give it a value, or leave it out; see 'ser predict --help'", "predict", "a.wav", " ")]
    [InlineData("--model is empty; give it a value, or leave it out; see 'ser predict --help'", "predict", "a.wav", "--model", "")]
    [InlineData("Option '--out' expects a single argument but 2 were provided; see 'ser predict --help'", "predict", "a.wav", "--out", "a.csv", "--out", "b.csv")]
    [InlineData("Option '--session' expects a single argument but 2 were provided; see 'ser predict --help'", "predict", "a.wav", "--session", "a.json", "--session", "b.json")]
    [InlineData("Option '--shard' expects a single argument but 2 were provided; see 'ser predict --help'", "predict", "a.wav", "--out", "a.csv", "--shard", "1/2", "--shard", "2/2")]
    [InlineData("Option '--out' expects a single argument but 2 were provided; see 'ser merge --help'", "merge", "x.csv", "--out", "a.csv", "--out", "b.csv")]
    [InlineData("--urls is empty; give it a value, or leave it out; see 'ser serve --help'", "serve", "--urls", "")]
    [InlineData("--data is empty; give it a value, or leave it out; see 'ser train --help'", "train", "emonet", "--data", "a", "--data", "")]
    [InlineData("--json and --out x.csv name two formats; leave out --json, or name a file with its extension; see 'ser predict --help'", "predict", "a.wav", "--json", "--out", "x.csv")]
    [InlineData("--csv and --out x.VTT name two formats; leave out --csv, or name a file with its extension; see 'ser predict --help'", "predict", "a.wav", "--timeline", "--csv", "--out", "x.VTT")]
    [InlineData("--json is 'x'; it must be true or false; see 'ser predict --help'", "predict", "a.wav", "--json=x")]
    [InlineData("--adapt is 'voice'; it must be one of speaker, corpus; see 'ser evaluate --help'", "evaluate", "m.onnx", "--data", "d", "--adapt", "voice")]
    [InlineData("--json and --csv exclude each other; choose one; see 'ser predict --help'", "predict", "a.wav", "--json", "--csv")]
    [InlineData("Option '--out' is required; see 'ser plot mel --help'", "plot", "mel", "a.wav")]
    [InlineData("Required argument 'FILE|DIR|LIST' missing for command: 'predict'; see 'ser predict --help'", "predict")]
    [InlineData("--mel-bands is 'many'; it must be a whole number; see 'ser features --help'", "features", "a.wav", "--kind", "mel", "--out", "a.npy", "--mel-bands", "many")]
    [InlineData("--epochs is 'x'; it must be a whole number; see 'ser train --help'", "train", "exponet", "--data", "d", "--epochs", "x")]
    [InlineData("--seed is '-1'; it must be a whole number, 0 or more; see 'ser train --help'", "train", "exponet", "--data", "d", "--seed", "-1")]
    [InlineData("--width is 'wide'; it must be a number; see 'ser train --help'", "train", "exponet", "--data", "d", "--width", "wide")]
    [InlineData("--window is 'x'; it must be a number; see 'ser predict --help'", "predict", "a.wav", "--timeline", "--window", "x")]
    [InlineData("--width is '0,5'; a number has a point and no comma: write 0.5; see 'ser train --help'", "train", "exponet", "--data", "d", "--width", "0,5")]
    [InlineData("--amount is '0,005'; a number has a point and no comma: write 0.005; see 'ser augment --help'", "augment", "a.wav", "--with", "noise", "--out", "a.wav", "--amount", "0,005")]
    public async Task Run_WrongCommandLine_SaysWhatToType(string expected, params string[] args)
    {
        using Terminal terminal = new();
        await terminal.FailAsync(expected, args);
    }

    [Fact]
    public async Task Run_AfterTwoDashes_TakesAnythingForAFile()
    {
        using Terminal terminal = new();
        await terminal.FailAsync("-a.wav: no such file", "features", "--kind", "mel", "--out", "a.npy", "--", "-a.wav");
    }

    [Fact]
    public async Task Run_NameWithAnAt_IsAFileAndNoListOfOptions()
    {
        using Terminal terminal = new();
        await terminal.FailAsync("@a.wav: no such file", "features", "@a.wav", "--kind", "mel", "--out", "a.npy");
    }

    private static Command Root() => Cli.CreateRoot(CommandContext.ForTerminal());

    private static IEnumerable<(string Name, Command Command)> Walk(Command command, string name) =>
        command.Subcommands.SelectMany(child => Walk(child, $"{name} {child.Name}".Trim())).Prepend((name, command));
}

using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using SpeechEmotion.Cli.Train;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser experiments</c>: the experiments that come with the program.</summary>
internal static class ExperimentsCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Option<bool> json = new("--json") { Description = "Print one JSON document." };
        Command command = new CommandWithExamples(
            "experiments",
            "Lists the experiments that come with the program, for train and sweep.",
            "ser experiments --json",
            "ser experiments")
        {
            json,
        };
        command.SetAction(parsed =>
        {
            (string Name, ExperimentConfig Config)[] all = [.. Presets.Names.Select(name => (name, ExperimentFile.Read(Presets.PathOf(name))))];
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(JsonSerializer.Serialize(
                    all.Select(experiment => new { experiment.Name, Network = experiment.Config.Network.Name, Features = Features(experiment.Config), experiment.Config.Training.Epochs }), s_json));
                return Cli.Success;
            }

            Table table = new Table().SimpleBorder().AddColumns("experiment", "network", "features", "epochs");
            foreach ((string name, ExperimentConfig config) in all)
            {
                table.AddRow(Markup.Escape(name), Markup.Escape(config.Network.Name), Markup.Escape(Features(config)), $"{config.Training.Epochs}");
            }

            context.Console.Write(table);
            return Cli.Success;
        });
        return command;
    }

    private static string Features(ExperimentConfig config) =>
        config.Network is StackConfig stack ? $"probabilities of {string.Join(", ", stack.Members.Select(member => member.Name))}" : string.Join(", ", config.Features.Kinds.Select(FeatureKinds.Name));
}

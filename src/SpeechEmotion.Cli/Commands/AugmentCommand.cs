using System.CommandLine;
using Spectre.Console;
using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser augment</c>: one augmentation of one recording, to hear what training hears.</summary>
internal static class AugmentCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> input = new("FILE") { Description = "The recording, of 10 minutes at most; its sample rate and its length in samples are kept, its channels are mixed." };
        Option<string> with = new("--with")
        {
            Description = "noise is added; shift rotates the samples; pitch moves it at the same speed; stretch changes the speed at the same pitch, and the result is cut or padded with silence to the recording's own length; volume scales.",
            HelpName = string.Join('|', Augmentations.Names),
            Required = true,
        };
        with.AcceptOnly(Augmentations.Names);
        Option<double?> amount = new("--amount")
        {
            Description = "How much: the noise's standard deviation, samples of shift, semitones of pitch, rate of stretch (1.1 is faster) or gain of volume. Without it, drawn as in training.",
            HelpName = "X",
        };
        Option<ulong> seed = new("--seed") { Description = "What the amount, and the noise itself, are drawn from.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string> output = new("--out")
        {
            Description = "The WAV file: 16-bit integers, or 32-bit floats where samples exceed full scale.",
            HelpName = "F.wav",
            Required = true,
        };
        output.AcceptExtensions(".wav");
        Command command = new CommandWithExamples(
            "augment",
            "Alters a recording as training does, and prints by how much.",
            "ser augment clip.wav --with pitch --amount -2 --out lower.wav",
            "ser augment clip.wav --with noise --seed 7 --out noisy.wav")
        {
            input, with, amount, seed, output,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            context, parsed.GetRequiredValue(input), parsed.GetRequiredValue(with), parsed.GetValue(amount), parsed.GetValue(seed), parsed.GetRequiredValue(output), cancellation)));
        return command;
    }

    private const int LongestSeconds = 600; // Training alters clips of seconds; all of it is in memory, several times.

    private static int Run(CommandContext context, string from, string with, double? given, ulong seed, string to, CancellationToken cancellation)
    {
        IAugmentation augmentation = Augmentations.ByName(with);
        SeededRandom random = new(seed);
        double amount = given ?? augmentation.Draw(random);
        OutputFile.RefuseInput(from, to);
        AudioClip clip = AudioFile.Read(from, context.AudioConfig with { MaximumSeconds = LongestSeconds }, cancellation);
        AudioClip result = new(augmentation.Apply(clip.Samples, amount, random), clip.SampleRate);
        bool fits = Array.TrueForAll(result.Samples, sample => sample is >= -1 and <= 1);
        using OutputFile prepared = OutputFile.Prepare(to);
        WavWriter.Write(to, result, fits ? WavEncoding.Integer16 : WavEncoding.Float32);
        context.Console.MarkupLineInterpolated($"[bold]{to}[/]  {with} {Describe(with, amount)}{(given is null || with == "noise" ? $", seed {seed}" : "")}{(fits ? "" : ", 32-bit float")}");
        return Cli.Success;
    }

    private static string Describe(string with, double amount) => with switch
    {
        "noise" => $"of standard deviation {amount:0.######}",
        "shift" => $"by {Counted.Of((long)Math.Round(amount), "sample")}",
        "pitch" => $"by {amount:0.####} semitone{(amount == 1 ? "" : "s")}",
        "stretch" => $"at rate {amount:0.######}",
        _ => $"by gain {amount:0.######}",
    };
}

using SpeechEmotion.Cli.Terminal;

namespace SpeechEmotion.Cli;

/// <summary>The models that options name: files, and those in the folder <c>models</c> beside the program, by name.</summary>
internal static class NamedModels
{
    /// <summary>The model that learnt from more corpora, some of which forbid commercial use. It is in the repository and in programs that are built from it, and in no package.</summary>
    public const string Broad = "broad";

    /// <summary>What must be said wherever <see cref="Broad"/> is used.</summary>
    public const string BroadLicence = "the model 'broad' learnt from corpora that forbid commercial use; it may be used under CC BY-NC-SA 4.0 only";

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>The file of a model.</summary>
    /// <param name="context">Is told the licence of a model that forbids some uses.</param>
    /// <param name="model">A path or a name.</param>
    /// <exception cref="FileNotFoundException">There is no such model.</exception>
    /// <exception cref="InvalidDataException">It is a folder.</exception>
    public static string Find(CommandContext context, string model)
    {
        if (File.Exists(model))
        {
            return model;
        }

        if (Directory.Exists(model))
        {
            throw new InvalidDataException(File.Exists(Path.Combine(model, "experiment.json"))
                ? $"{model}: is the folder of a run; write its model first: ser export {ShellWord.Of(model)} --out model.onnx, then give --model model.onnx"
                : $"{model}: is a folder; name a model's file");
        }

        if (model != Broad)
        {
            throw new FileNotFoundException($"{model}: no such model file");
        }

        string file = Path.Combine(s_folder, Broad + ".onnx");
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"{model}: this program comes without that model, whose licence forbids some uses; take models/{Broad}.onnx from the repository and name the file");
        }

        context.Error.WriteLine($"ser: {BroadLicence}");
        return file;
    }
}

#:project ../src/SpeechEmotion/SpeechEmotion.csproj

using SpeechEmotion.Experiments;

// 1. a file says only what differs from the defaults
string path = Path.Combine(Path.GetTempPath(), "short.json");
File.WriteAllText(path, """{ "network": { "name": "RezoNet", "width": 0.5 }, "training": { "epochs": 5 } }""");

// 2. file + settings -> experiment: complete, checked, named after the file
ExperimentConfig config = ExperimentFile.Read(path, ["training.learningRate=1e-3"]);
Console.WriteLine($"{config.Name}: {config.Network.Name} of width {config.Network.Width}, {config.Training.Epochs} epochs at {config.Training.LearningRate}");

// 3. what differs from another experiment
Console.WriteLine(string.Join("\n", ExperimentFile.Differences(path, config)));

// 4. faults are listed all at once, each with its path
try
{
    ExperimentFile.Read(path, ["training.epochs=0", "network.width=99"]);
}
catch (InvalidDataException e)
{
    Console.WriteLine(e.Message.Replace(path, Path.GetFileName(path)));
}

File.Delete(path);

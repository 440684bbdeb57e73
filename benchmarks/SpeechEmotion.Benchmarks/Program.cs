using BenchmarkDotNet.Running;
using SpeechEmotion.Benchmarks;

// Each table is a process of its own, so that one's threads and memory are not another's. `benchmarks/run` starts them in turn.
if (args is ["micro", .. string[] rest])
{
    BenchmarkSwitcher.FromAssembly(typeof(Measurement).Assembly).Run([.. rest, "--inProcess", "--artifacts", Path.Combine(Peer.Root, "artifacts", "benchmarks")]);
    return 0;
}

if (args is not [string table, string corpus, .. string[] options])
{
    Console.Error.WriteLine("benchmarks: name a table and a folder of WAV files; benchmarks/run does both");
    return 2;
}

using TemporaryFolder madeUp = new();
if (corpus == "made-up")
{
    MadeUpCorpus.Write(madeUp.Path);
    corpus = madeUp.Path;
}

Measurement measurement = new(corpus, options.Contains("--quick"));
switch (table)
{
    case "features": FeatureTable.Print(measurement); break;
    case "corpus": CorpusTable.Print(measurement); break;
    case "vocoder": VocoderTable.Print(measurement); break;
    case "recognition": RecognitionTable.Print(measurement); break;
    case "files": FilesTable.Print(measurement); break;
    case "training": TrainingTable.Print(measurement, [.. options.Where(option => option != "--quick")]); break;
    case "process": ProcessTable.Print(measurement, [.. options.Where(option => option != "--quick")]); break;
    default:
        Console.Error.WriteLine($"benchmarks: there is no table '{table}'; there are features, corpus, vocoder, recognition, files, training and process");
        return 2;
}

return 0;

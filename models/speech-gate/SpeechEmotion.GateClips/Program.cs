using System.Globalization;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.GateClips;
using SpeechEmotion.Signal;

// Clips to train the speech gate on. Writes to OUT COUNT clips of every kind of made sound, three pieces of every recording in the folders after --sounds, one piece of every clip of the corpora after
// --speech, and clips.csv with their labels, noise or speech, their kind or speaker, and their corpus: 16 kHz, mono. The same arguments give the same clips.
const string Usage = "usage: gate-clips OUT COUNT SEED [--speech CORPUS …] [--sounds DIR …]";
const int PiecesOfRecording = 3;

if (args is not [var output, var counted, var seeded, ..] || !int.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || !ulong.TryParse(seeded, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

string[] After(string option) => [.. args.Skip(3).SkipWhile(arg => arg != option).Skip(1).TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal))];
if (After("--sounds").FirstOrDefault(dir => !Directory.Exists(dir)) is { } missing)
{
    Console.Error.WriteLine($"gate-clips: {missing}: there is no such folder");
    return 2;
}

AudioClip Read(string path) => AudioFile.Read(path).Resample(Waves.Rate);
Utterance[] speech;
try
{
    speech = [.. After("--speech").SelectMany(corpus => KnownCorpora.Open(corpus).Utterances)];
}
catch (Exception e) when (e is IOException or InvalidDataException)
{
    Console.Error.WriteLine($"gate-clips: {e.Message}");
    return 2;
}

string folder = Directory.CreateDirectory(output).FullName;
(string Path, string Group, string Corpus)[] recordings =
[
    .. After("--sounds").SelectMany(dir => Directory.GetFiles(dir).Where(AudioFile.HasAudioExtension).Order(StringComparer.Ordinal)
        .Select(path => (path, Path.GetFileName(path).Split('-')[0], Path.GetFileName(Path.TrimEndingDirectorySeparator(dir))))),
];
AudioClip[] sounds = [.. recordings.AsParallel().AsOrdered().Select(recording => Read(recording.Path))];

float[] Background(SeededRandom r) => Rooms.Normal(
    sounds.Length > 0 && Waves.Chance(r, 0.5) ? Voices.Piece(sounds[r.NextInteger(0, sounds.Length - 1)].Samples, r) : Kinds.All[r.NextInteger(0, Kinds.All.Length - 1)].Make(r));

List<(string File, string Label, string Group, string Corpus, Func<SeededRandom, float[]> Make)> clips =
[
    .. Kinds.All.SelectMany(kind => Enumerable.Range(0, count).Select(i => ($"{kind.Name}-{i:0000}.wav", "noise", kind.Name, "made", kind.Make))),
    .. recordings.SelectMany((recording, k) => Enumerable.Range(0, PiecesOfRecording).Select(i =>
        ($"recording-{k:0000}-{i}.wav", "noise", recording.Group, recording.Corpus, (Func<SeededRandom, float[]>)(r => Voices.Piece(sounds[k].Samples, r))))),
    .. speech.Select((utterance, k) =>
        ($"speech-{k:00000}.wav", "speech", utterance.Speaker ?? "", utterance.Corpus, (Func<SeededRandom, float[]>)(r => Voices.Speech(Read(utterance.Path).Samples, r, Background)))),
];
Parallel.For(0, clips.Count, i =>
{
    SeededRandom random = new(seed, (ulong)i);
    float[] samples = clips[i].Make(random);
    samples = clips[i].Label == "noise" && Waves.Chance(random, Voices.WordShare) ? Voices.Short(samples, random) : samples;
    WavWriter.Write(Path.Combine(folder, clips[i].File), new AudioClip(Rooms.Finish(samples, random), Waves.Rate));
});
File.WriteAllLines(Path.Combine(folder, "clips.csv"), clips.Select(clip => $"{clip.File},{clip.Label},{clip.Group},{clip.Corpus}").Prepend("path,emotion,speaker,corpus"));
return 0;

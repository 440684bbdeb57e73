using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation.Conditions;
using SpeechEmotion.Runs.Stress;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Workbench.Stress;

/// <summary>Are the answers the same when a clip is recorded otherwise?</summary>
internal sealed class Robustness
{
    private readonly Test[] _tests;

    /// <summary>Prepares the conditions.</summary>
    /// <param name="voice">Gives a clip of speech at random, for babble.</param>
    public Robustness(Func<SeededRandom, AudioClip> voice)
    {
        RecordingCondition? phone = LowQualityPhone.Create();
        _tests =
        [
            .. BackgroundNoises.All(voice).Select(noise => new Test("robustness: background noise", noise, null, -0.05, 0.9)),
            phone is null ? new Test("robustness: telephone", new("low-quality phone", (clip, _) => clip), null, -0.05, 0.5, "ffmpeg with an encoder of AMR or GSM was not found on the PATH")
                : new Test("robustness: telephone", phone, null, -0.05, 0.5),
            new Test("robustness: room", SimulatedRooms.Position, SimulatedRooms.Centre, null, 0.8),
            new Test("robustness: room", SimulatedRooms.OtherRoom, SimulatedRooms.Booth, null, 0.8),
            .. SmallChanges.All.Select(change => new Test("robustness: small changes", change, null, null, 0.95)),
            new Test("robustness: spectral tilt", SpectralTilts.Downward, null, -0.02, 0.8),
            new Test("robustness: spectral tilt", SpectralTilts.Upward, null, -0.02, 0.8),
            .. RecordingCondition.All.Concat(RecordingCondition.Mp3 is { } mp3 ? [mp3] : []).Select(condition => new Test("robustness: other recordings", condition, null, null, null)),
        ];
    }

    /// <summary>Recognises a clip under each condition.</summary>
    /// <returns>The most probable emotions: a test each, and then a baseline each.</returns>
    public int[] Recognise(StressClip clip, AudioClip sound, ulong seed, CancellationToken cancellation)
    {
        int[] answers = new int[2 * _tests.Length];
        for (int t = 0; t < _tests.Length; t++)
        {
            Test test = _tests[t];
            answers[t] = test.Skipped is not null ? clip.Answer : clip.Recognise(test.Condition.Apply(sound, new SeededRandom(seed, (ulong)t)), cancellation);
            answers[_tests.Length + t] = test.Baseline is null ? clip.Answer : clip.Recognise(test.Baseline.Apply(sound, new SeededRandom(seed, (ulong)t)), cancellation);
        }

        return answers;
    }

    public IEnumerable<StressResult> Tests(string corpus, IReadOnlyList<string> labels, StressClip[] clips)
    {
        for (int t = 0; t < _tests.Length; t++)
        {
            Test test = _tests[t];
            (int after, int before) = (t, _tests.Length + t);
            string name = test.Condition.Name + (test.Baseline is null ? "" : $", against {test.Baseline.Name}");
            if (test.UarMark is not null || test.SameMark is null)
            {
                double change = Uar(after) - Uar(before);
                yield return new(test.Group, corpus, $"{name}: change of UAR", null, test.Skipped is null ? change : null, test.UarMark, StressBound.AtLeast, test.Skipped);
            }

            double same = clips.Average(clip => clip.Altered![after] == clip.Altered[before] ? 1.0 : 0);
            yield return new(test.Group, corpus, $"{name}: same answer", null, test.Skipped is null ? same : null, test.SameMark, StressBound.AtLeast, test.Skipped);
        }

        double Uar(int answer) => StressRun.Count(clips, labels.Count, clip => clip.Altered![answer]).Uar;
    }

    private sealed record Test(string Group, RecordingCondition Condition, RecordingCondition? Baseline, double? UarMark, double? SameMark, string? Skipped = null);
}

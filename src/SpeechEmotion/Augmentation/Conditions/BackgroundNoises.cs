using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>
/// Sounds behind the speech, at the distances that audEERING's tests have [Derington2023]: 20 dB for what goes on, 10 dB for a cough or a sneeze somewhere in it. Theirs are recordings; these are made, but
/// for the voices, which are those of the corpus itself.
/// </summary>
internal static class BackgroundNoises
{
    /// <summary>The noises.</summary>
    /// <param name="voice">Gives a clip of speech at random, of any rate, from which babble is mixed.</param>
    public static IReadOnlyList<RecordingCondition> All(Func<SeededRandom, AudioClip> voice)
    {
        ArgumentNullException.ThrowIfNull(voice);
        return
        [
            new("babble, 20 dB", (clip, random) => AddBabble(clip, voice, random)),
            new("coughing, 10 dB", (clip, random) => AddOnce(clip, MadeSounds.Cough(random, clip.SampleRate), random)),
            new("environmental noise, 20 dB", (clip, random) => Add(clip, MadeSounds.Environment(random, clip.SampleRate, clip.DurationSeconds))),
            new("music, 20 dB", (clip, random) => Add(clip, MadeSounds.Music(random, clip.SampleRate, clip.DurationSeconds))),
            new("sneezing, 10 dB", (clip, random) => AddOnce(clip, MadeSounds.Sneeze(random, clip.SampleRate), random)),
            new("white noise, 20 dB", (clip, random) => AddWhite(clip, 20, random)),
        ];
    }

    /// <summary>Adds white noise.</summary>
    /// <param name="clip">The clip, left untouched.</param>
    /// <param name="ratio">Root mean square of the clip over that of the noise, in dB.</param>
    /// <param name="random">The noise.</param>
    internal static AudioClip AddWhite(AudioClip clip, double ratio, SeededRandom random)
    {
        double deviation = SignalLevel.Rms(clip.Samples) * Math.Pow(10, -ratio / 20);
        return new AudioClip(new NoiseInjection(deviation).Apply(clip.Samples, deviation, random), clip.SampleRate);
    }

    private static AudioClip Add(AudioClip clip, float[] sound) => new(SignalLevel.Add(clip.Samples, sound, 20), clip.SampleRate);

    private static AudioClip AddOnce(AudioClip clip, float[] sound, SeededRandom random) =>
        new(SignalLevel.Add(clip.Samples, sound, 10, random.NextInteger(0, Math.Max(0, clip.Samples.Length - sound.Length)), repeat: false), clip.SampleRate);

    private static AudioClip AddBabble(AudioClip clip, Func<SeededRandom, AudioClip> voice, SeededRandom random)
    {
        float[] babble = new float[clip.Samples.Length];
        for (int voices = random.NextInteger(4, 7); voices > 0; voices--)
        {
            float[] speech = voice(random).Resample(clip.SampleRate).Samples;
            double level = SignalLevel.Rms(speech);
            int start = random.NextInteger(0, Math.Max(0, speech.Length - 1));
            for (int i = 0; i < babble.Length && level > 0; i++)
            {
                babble[i] += (float)(speech[(start + i) % speech.Length] / level);
            }
        }

        return Add(clip, babble);
    }
}

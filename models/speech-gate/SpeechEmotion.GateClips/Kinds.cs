using SpeechEmotion.Signal;
using static SpeechEmotion.GateClips.Instruments;
using static SpeechEmotion.GateClips.MusicKinds;
using static SpeechEmotion.GateClips.NoiseKinds;
using static SpeechEmotion.GateClips.SignalKinds;
using static SpeechEmotion.GateClips.Waves;

namespace SpeechEmotion.GateClips;

/// <summary>The kinds of made sounds. A split by speaker takes a kind for a speaker, so that a kind is tested by networks that never heard it.</summary>
internal static class Kinds
{
    /// <summary>Every kind with its name; the same random numbers make the same sound.</summary>
    public static (string Name, Func<SeededRandom, float[]> Make)[] All { get; } =
    [
        ("tone", r => Level(Tone(r, Seconds(r), Frequency(r, 60, 5000), Timbre(r)), r)),
        ("sweep", Sweep), ("siren", Siren), ("chord", r => Chord(r, Seconds(r))), ("arpeggio", Arpeggio), ("melody", r => Melody(r, Seconds(r))), ("drums", r => Drums(r, Seconds(r))),
        ("music", Music), ("band", Music), ("dtmf", Dtmf), ("ringing", Ringing), ("hum", Hum), ("beeps", Beeps), ("chimes", Chimes), ("fm", Fm), ("am", Am), ("noise", Noise), ("band-noise", BandNoise),
        ("clicks", Clicks), ("wind", Wind), ("engine", Engine), ("speech-noise", SpeechNoise), ("babbling-noise", SpeechNoise), ("bubbles", Bubbles), ("crackle", Crackle), ("game", Game), ("modem", Modem),
        ("theremin", Theremin), ("shaker", Shaker), ("room", Room), ("buzz", Buzz), ("strings", Strings),
        ("plucks", r => Notes(r, Pluck)), ("mallets", r => Notes(r, Mallet)), ("whoosh", Whoosh),
    ];
}

#:project ../../src/SpeechEmotion/SpeechEmotion.csproj

// Clips to train the speech gate on:
//   dotnet run -c Release models/speech-gate/make-clips.cs -- OUT COUNT SEED --speech CORPUS … --sounds DIR …
// Writes to OUT COUNT clips of every kind of sound below, three pieces of every recording in the folders after --sounds, one piece of every clip of the corpora after --speech, and clips.csv with their
// labels, noise or speech, their kind or speaker, and their corpus. Each clip has a room, a background, a band and a level of its own: 16 kHz, mono. The same arguments give the same clips.
using System.Globalization;
using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets;
using SpeechEmotion.Signal;

const int Rate = 16000;
const int PiecesOfRecording = 3;
string folder = Directory.CreateDirectory(args[0]).FullName;
int count = int.Parse(args[1], CultureInfo.InvariantCulture);
ulong seed = ulong.Parse(args[2], CultureInfo.InvariantCulture);
string[] After(string option) => [.. args.Select((arg, i) => (arg, Before: args[..i].LastOrDefault(a => a.StartsWith("--", StringComparison.Ordinal)))).Where(a => a.Before == option && !a.arg.StartsWith("--", StringComparison.Ordinal)).Select(a => a.arg)];

(string Name, Func<SeededRandom, float[]> Make)[] kinds =
[
    ("tone", r => Level(Tone(r, Seconds(r), Frequency(r, 60, 5000), Timbre(r)), r)),
    ("sweep", Sweep), ("siren", Siren), ("chord", r => Chord(r, Seconds(r))), ("arpeggio", Arpeggio), ("melody", r => Melody(r, Seconds(r))), ("drums", r => Drums(r, Seconds(r))),
    ("music", Music), ("band", Music), ("dtmf", Dtmf), ("ringing", Ringing), ("hum", Hum), ("beeps", Beeps), ("chimes", Chimes), ("fm", Fm), ("am", Am), ("noise", Noise), ("band-noise", BandNoise),
    ("clicks", Clicks), ("wind", Wind), ("engine", Engine), ("speech-noise", SpeechNoise), ("babbling-noise", SpeechNoise), ("bubbles", Bubbles), ("crackle", Crackle), ("game", Game), ("modem", Modem),
    ("theremin", Theremin), ("shaker", Shaker), ("room", Room), ("buzz", Buzz), ("strings", Strings),
];
AudioClip Read(string path) => AudioFile.Read(path).Resample(Rate);
(string Path, string Group, string Corpus)[] recordings = [.. After("--sounds").SelectMany(dir => Directory.GetFiles(dir).Where(AudioFile.HasAudioExtension).Order(StringComparer.Ordinal)
    .Select(path => (path, Path.GetFileName(path).Split('-')[0], Path.GetFileName(dir.TrimEnd('/')))))];
Utterance[] speech = [.. After("--speech").SelectMany(dir => Corpora.Open(dir).Utterances)];
AudioClip[] sounds = [.. recordings.AsParallel().AsOrdered().Select(recording => Read(recording.Path))];

List<(string File, string Label, string Group, string Corpus, Func<SeededRandom, float[]> Make)> clips =
[
    .. kinds.SelectMany(kind => Enumerable.Range(0, count).Select(i => ($"{kind.Name}-{i:0000}.wav", "noise", kind.Name, "made", kind.Make))),
    .. recordings.SelectMany((recording, k) => Enumerable.Range(0, PiecesOfRecording).Select(i =>
        ($"recording-{k:0000}-{i}.wav", "noise", recording.Group, recording.Corpus, (Func<SeededRandom, float[]>)(r => Piece(sounds[k].Samples, r))))),
    .. speech.Select((utterance, k) => ($"speech-{k:00000}.wav", "speech", utterance.Speaker ?? "", utterance.Corpus, (Func<SeededRandom, float[]>)(r => Speech(Read(utterance.Path).Samples, r)))),
];
Parallel.For(0, clips.Count, i =>
{
    SeededRandom random = new(seed, (ulong)i);
    float[] samples = clips[i].Make(random);
    samples = clips[i].Label == "noise" && Chance(random, 0.25) ? Alone(Normal(Word(samples, random)), random) : samples;
    WavWriter.Write(Path.Combine(folder, clips[i].File), new AudioClip(Finish(samples, random), Rate));
});
File.WriteAllLines(Path.Combine(folder, "clips.csv"), clips.Select(clip => $"{clip.File},{clip.Label},{clip.Group},{clip.Corpus}").Prepend("path,emotion,speaker,corpus"));

// Speech

float[] Background(SeededRandom r) => Normal(sounds.Length > 0 && Chance(r, 0.5) ? Piece(sounds[r.NextInteger(0, sounds.Length - 1)].Samples, r) : kinds[r.NextInteger(0, kinds.Length - 1)].Make(r));

// Whole, a piece, or a word, which may be drawn out as in a shout; whispered; alone in a room or over some other sound.
float[] Speech(float[] x, SeededRandom r)
{
    bool isWord = Chance(r, 0.35);
    x = isWord ? Chance(r, 0.25) ? TimeStretch.Stretch(Word(x, r), r.NextUniform(0.2, 0.6)) : Word(x, r) : Chance(r, 0.5) ? Piece(x, r) : x;
    x = Chance(r, 0.2) ? new AudioClip(x, Rate).Resample(100 * r.NextInteger(136, 188)).Samples : x;
    x = Normal(Chance(r, 0.06) ? Whisper(x, r) : x);
    x = isWord && Chance(r, 0.7) ? Alone(x, r) : x;
    if (Chance(r, 0.5))
    {
        Mix(x, Background(r), r.NextUniform(0, 0.5), Math.Pow(10, -r.NextUniform(0, 25) / 20));
    }

    return x;
}

// A word, or about as much of it: the loudest of several places.
static float[] Word(float[] x, SeededRandom r)
{
    float[] best = [];
    int length = Math.Min(x.Length, (int)(r.NextUniform(0.25, 0.8) * Rate));
    for (int tries = 0; tries < 6; tries++)
    {
        int at = r.NextInteger(0, x.Length - length);
        float[] here = x[at..(at + length)];
        best = best.Length == 0 || here.Sum(v => (double)v * v) > best.Sum(v => (double)v * v) ? here : best;
    }

    return Each(best, (v, t) => v * Math.Min(1, Math.Min(t, ((double)best.Length / Rate) - t) / 0.02));
}

// A short sound in up to 3 s of a quiet room.
static float[] Alone(float[] x, SeededRandom r)
{
    float[] noise = Coloured(r, Math.Max(r.NextUniform(0.8, 3), (double)x.Length / Rate), r.NextUniform(0, 0.97), 1);
    double gain = Math.Pow(10, r.NextUniform(-3, -0.8));
    float[] room = Each(Normal(noise), (v, _) => gain * v);
    Mix(room, x, r.NextUniform(0, (double)(room.Length - x.Length) / Rate));
    return room;
}

// A piece of 0.4 to 3 s around a place that is not silent.
static float[] Piece(float[] x, SeededRandom r)
{
    int length = Math.Min(x.Length, (int)(r.NextUniform(0.4, 3) * Rate)), start = 0;
    double energy = -1;
    for (int tries = 0; tries < 3; tries++)
    {
        int at = r.NextInteger(0, x.Length - length);
        double here = x.AsSpan(at, length).ToArray().Sum(v => (double)v * v);
        (start, energy) = here > energy ? (at, here) : (start, energy);
    }

    return x[start..(start + length)];
}

// The same words without a voice: noise through the resonances of each 25 ms, found by linear prediction (Levinson-Durbin).
static float[] Whisper(float[] x, SeededRandom r)
{
    const int Frame = 400, Hop = 200, Order = 18;
    float[] y = new float[x.Length];
    for (int start = 0; start + Frame <= x.Length; start += Hop)
    {
        double[] windowed = [.. Enumerable.Range(0, Frame).Select(i => x[start + i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Frame))))];
        double[] correlation = [.. Enumerable.Range(0, Order + 1).Select(lag => Enumerable.Range(0, Frame - lag).Sum(i => windowed[i] * windowed[i + lag]))];
        double error = (correlation[0] * 1.0001) + 1e-9;
        double[] a = new double[Order + 1];
        for (int i = 1; i <= Order; i++)
        {
            double reflection = -(correlation[i] + Enumerable.Range(1, i - 1).Sum(j => a[j] * correlation[i - j])) / error;
            double[] before = [.. a];
            a[i] = reflection;
            for (int j = 1; j < i; j++)
            {
                a[j] = before[j] + (reflection * before[i - j]);
            }

            error *= 1 - (reflection * reflection);
        }

        double gain = Math.Sqrt(Math.Max(0, error) / Frame);
        double[] voice = new double[Frame];
        for (int i = 0; i < Frame; i++)
        {
            voice[i] = (gain * r.NextGaussian()) - Enumerable.Range(1, Math.Min(i, Order)).Sum(j => a[j] * voice[i - j]);
            y[start + i] += (float)(voice[i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Frame))));
        }
    }

    return y;
}

// Building blocks

static double Seconds(SeededRandom r) => r.NextUniform(0.6, 4);
static bool Chance(SeededRandom r, double probability) => r.NextUniform() < probability;
static double Frequency(SeededRandom r, double low, double high) => low * Math.Pow(high / low, r.NextUniform());
static float[] Empty(double seconds) => new float[Math.Max(1, (int)(seconds * Rate))];
static double Note(int key) => 440 * Math.Pow(2, (key - 69) / 12.0);
static float[] Level(float[] x, SeededRandom r)
{
    int shape = r.NextInteger(0, 4);
    double speed = r.NextUniform(0.5, 12), depth = r.NextUniform(0.2, 1);
    return shape switch
    {
        0 => Each(x, (v, t) => v * Math.Exp(-t * speed / 3)),
        1 => Each(x, (v, t) => v * (1 - (depth * (0.5 + (0.5 * Math.Cos(2 * Math.PI * speed * t)))))),
        2 => Each(x, (v, t) => t * speed % 1 < 0.5 ? v : 0),
        _ => x,
    };
}

static float[] Each(float[] x, Func<double, double, double> change)
{
    for (int i = 0; i < x.Length; i++)
    {
        x[i] = (float)change(x[i], (double)i / Rate);
    }

    return x;
}

static void Mix(float[] into, float[] x, double seconds, double gain = 1)
{
    int start = (int)(seconds * Rate);
    for (int i = 0; i < x.Length && start + i < into.Length; i++)
    {
        into[start + i] += (float)(gain * x[i]);
    }
}

// Strengths of the partials: a pure tone, a square, a saw tooth, an organ, or a body with resonances that stand still.
static double[] Timbre(SeededRandom r)
{
    int kind = r.NextInteger(0, 5), partials = r.NextInteger(3, 30);
    double roll = r.NextUniform(0.5, 2), first = r.NextUniform(1, 12), second = r.NextUniform(1, 20);
    return kind switch
    {
        0 => [1],
        1 => [.. Enumerable.Range(1, partials).Select(k => k % 2 == 1 ? 1.0 / k : 0)],
        2 => [.. Enumerable.Range(1, partials).Select(k => 1.0 / k)],
        3 => [.. Enumerable.Range(1, partials).Select(_ => r.NextUniform())],
        _ => [.. Enumerable.Range(1, partials).Select(k => Math.Pow(k, -roll) * (0.1 + Math.Exp(-Math.Abs(k - first)) + Math.Exp(-Math.Abs(k - second))))],
    };
}

static float[] Tone(SeededRandom r, double seconds, double frequency, double[] timbre, double vibrato = 0, double rate = 5.5, double attack = 0.02, double release = 0.08)
{
    float[] x = Empty(seconds);
    double phase = r.NextUniform();
    for (int i = 0; i < x.Length; i++)
    {
        double t = (double)i / Rate, f = frequency * (1 + (vibrato * Math.Sin(2 * Math.PI * rate * t) * Math.Min(1, t * 3)));
        phase += f / Rate;
        double sum = 0;
        for (int k = 0; k < timbre.Length && (k + 1) * f < Rate / 2; k++)
        {
            sum += timbre[k] * Math.Sin(2 * Math.PI * (k + 1) * phase);
        }

        x[i] = (float)(sum * Math.Min(1, Math.Min(t / attack, (seconds - t) / release)));
    }

    return x;
}

static float[] Gaussian(SeededRandom r, double seconds) => Each(Empty(seconds), (_, _) => r.NextGaussian());

// Noise whose spectrum falls with the frequency: by as much as the number of passes says.
static float[] Coloured(SeededRandom r, double seconds, double pole, int passes)
{
    float[] x = Gaussian(r, seconds);
    for (int pass = 0; pass < passes; pass++)
    {
        double state = 0;
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = (float)(state = (pole * state) + ((1 - Math.Abs(pole)) * x[i]));
        }
    }

    return x;
}

// A resonance of second order.
static float[] Resonance(float[] x, double frequency, double width)
{
    double radius = Math.Exp(-Math.PI * width / Rate), b = 2 * radius * Math.Cos(2 * Math.PI * frequency / Rate), one = 0, two = 0;
    return Each(x, (v, _) =>
    {
        double y = ((1 - radius) * v) + (b * one) - (radius * radius * two);
        (two, one) = (one, y);
        return y;
    });
}

// A slow random curve in 0..1 with so many turns a second.
static Func<double, double> Curve(SeededRandom r, double turns)
{
    double[] points = [.. Enumerable.Range(0, 200).Select(_ => r.NextUniform())];
    return t =>
    {
        double place = t * turns;
        int at = (int)place % 199;
        double share = (1 - Math.Cos(Math.PI * (place % 1))) / 2;
        return points[at] + (share * (points[at + 1] - points[at]));
    };
}

static float[] Pluck(SeededRandom r, double seconds, double frequency)
{
    float[] line = Gaussian(r, 1 / frequency), x = Empty(seconds);
    double damping = r.NextUniform(0.985, 0.999);
    for (int i = 0; i < x.Length; i++)
    {
        int at = i % line.Length;
        x[i] = line[at];
        line[at] = (float)(damping * (line[at] + line[(at + 1) % line.Length]) / 2);
    }

    return x;
}

static float[] Bell(SeededRandom r, double seconds, double frequency)
{
    float[] x = Empty(seconds);
    double decay = r.NextUniform(1, 8);
    foreach (double ratio in new[] { 0.5, 1, 1.19, 1.56, 2, 2.74, 3.76, 5.4 })
    {
        double gain = r.NextUniform(0.1, 1), f = frequency * ratio * r.NextUniform(0.99, 1.01);
        if (f < Rate / 2)
        {
            Each(x, (v, t) => v + (gain * Math.Sin(2 * Math.PI * f * t) * Math.Exp(-t * decay * (0.5 + ratio))));
        }
    }

    return x;
}

static float[] Instrument(SeededRandom r, int kind, double[] timbre, double seconds, double frequency, double vibrato) => kind switch
{
    0 => Pluck(r, seconds, frequency),
    1 => Bell(r, seconds, frequency),
    2 => Each(Tone(r, seconds, frequency, timbre), (v, t) => v * Math.Exp(-4 * t)),
    3 => Tone(r, seconds, frequency, timbre, vibrato, 5.5, 0.08, 0.1),
    _ => Tone(r, seconds, frequency, timbre, vibrato),
};

// Kinds of sounds

static float[] Sweep(SeededRandom r)
{
    double seconds = Seconds(r), from = Frequency(r, 50, 7000), to = Frequency(r, 50, 7000), phase = 0, turns = Chance(r, 0.4) ? r.NextUniform(1, 8) : 1;
    double[] timbre = Timbre(r);
    return Each(Empty(seconds), (_, t) =>
    {
        double f = from * Math.Pow(to / from, turns == 1 ? t / seconds : t * turns % 1);
        phase += f / Rate;
        return Enumerable.Range(1, Math.Min(timbre.Length, (int)(Rate / 2 / f))).Sum(k => timbre[k - 1] * Math.Sin(2 * Math.PI * k * phase));
    });
}

static float[] Siren(SeededRandom r)
{
    double low = Frequency(r, 300, 1200), ratio = r.NextUniform(1.2, 3), speed = r.NextUniform(0.2, 6), phase = 0;
    bool steps = Chance(r, 0.5), harsh = Chance(r, 0.5);
    return Each(Empty(Seconds(r)), (_, t) =>
    {
        double place = steps ? Math.Floor(t * speed * 2) % 2 : (1 - Math.Cos(2 * Math.PI * speed * t)) / 2;
        phase += low * (1 + ((ratio - 1) * place)) / Rate;
        double s = Math.Sin(2 * Math.PI * phase);
        return harsh ? Math.Tanh(5 * s) : s;
    });
}

static float[] Chord(SeededRandom r, double seconds)
{
    float[] x = Empty(seconds);
    int root = r.NextInteger(36, 72), kind = r.NextInteger(0, 5);
    int[][] chords = [[0, 4, 7], [0, 3, 7], [0, 4, 7, 10], [0, 3, 7, 10], [0, 5, 7], [0, 4, 8], [0, 4, 7, 11, 14]];
    double length = Chance(r, 0.5) ? seconds : r.NextUniform(0.3, 1), vibrato = Chance(r, 0.3) ? 0.006 : 0;
    double[] timbre = Timbre(r);
    for (double t = 0; t < seconds; t += length)
    {
        int key = root + r.NextInteger(-5, 5);
        foreach (int step in chords[r.NextInteger(0, chords.Length - 1)])
        {
            Mix(x, Instrument(r, kind, timbre, length, Note(key + step), vibrato), t);
        }
    }

    return x;
}

static float[] Arpeggio(SeededRandom r)
{
    float[] x = Empty(Seconds(r));
    int root = r.NextInteger(45, 76), kind = r.NextInteger(0, 5), at = 0;
    int[] steps = Chance(r, 0.5) ? [0, 4, 7, 12, 7, 4] : [0, 3, 7, 10, 12, 15];
    double length = r.NextUniform(0.06, 0.3);
    double[] timbre = Timbre(r);
    for (double t = 0; t < (double)x.Length / Rate; t += length)
    {
        Mix(x, Instrument(r, kind, timbre, length * r.NextUniform(0.8, 2), Note(root + steps[at++ % steps.Length]), 0), t);
    }

    return x;
}

static float[] Melody(SeededRandom r, double seconds)
{
    float[] x = Empty(seconds);
    int key = r.NextInteger(48, 84), kind = r.NextInteger(0, 5);
    int[] scale = [0, 2, 4, 5, 7, 9, 11, 12];
    double beat = r.NextUniform(0.12, 0.5), vibrato = Chance(r, 0.6) ? r.NextUniform(0.003, 0.03) : 0, tied = r.NextUniform(0.7, 1.15);
    double[] timbre = Timbre(r);
    int degree = r.NextInteger(0, 7);
    for (double t = 0; t < seconds;)
    {
        double length = beat * new[] { 0.5, 1, 1, 1, 2 }[r.NextInteger(0, 4)];
        degree = Math.Clamp(degree + r.NextInteger(-2, 2), 0, 7);
        if (Chance(r, 0.9))
        {
            Mix(x, Instrument(r, kind, timbre, length * tied, Note(key + scale[degree]), vibrato), t, r.NextUniform(0.5, 1));
        }

        t += length;
    }

    return x;
}

static float[] Drums(SeededRandom r, double seconds)
{
    float[] x = Empty(seconds);
    double beat = r.NextUniform(0.1, 0.3), kick = r.NextUniform(40, 90), open = r.NextUniform(20, 80), snare = r.NextUniform(0.2, 1), hat = r.NextUniform(0.05, 0.6);
    int[] pattern = [.. Enumerable.Range(0, 8).Select(_ => r.NextInteger(0, 7))];
    int at = 0;
    for (double t = 0; t < seconds; t += beat)
    {
        int hit = pattern[at++ % 8];
        if (hit is 0 or 1 or 4)
        {
            double phase = 0;
            Mix(x, Each(Empty(0.3), (_, u) => Math.Sin(2 * Math.PI * (phase += kick * (1 + (4 * Math.Exp(-40 * u))) / Rate)) * Math.Exp(-12 * u)), t);
        }

        if (hit is 2 or 5)
        {
            Mix(x, Each(Gaussian(r, 0.2), (v, u) => ((0.4 * v) + Math.Sin(2 * Math.PI * 190 * u)) * Math.Exp(-18 * u)), t, snare);
        }

        if (hit > 2)
        {
            Mix(x, Each(Coloured(r, 0.1, -0.9, 1), (v, u) => v * Math.Exp(-open * u)), t, 3 * hat);
        }
    }

    return x;
}

static float[] Music(SeededRandom r)
{
    double seconds = r.NextUniform(1.5, 4);
    float[] x = Empty(seconds);
    Mix(x, Normal(Melody(r, seconds)), 0, r.NextUniform(0.2, 1));
    Mix(x, Normal(Chord(r, seconds)), 0, r.NextUniform(0.1, 0.8));
    if (Chance(r, 0.6))
    {
        Mix(x, Normal(Drums(r, seconds)), 0, r.NextUniform(0.1, 1));
    }

    if (Chance(r, 0.5))
    {
        Mix(x, Normal(Melody(r, seconds)), 0, r.NextUniform(0.1, 0.6));
    }

    return x;
}

static float[] Dtmf(SeededRandom r)
{
    float[] x = Empty(Seconds(r));
    double on = r.NextUniform(0.05, 0.25), off = r.NextUniform(0.03, 0.2);
    for (double t = r.NextUniform(0, 0.2); t < (double)x.Length / Rate; t += on + off)
    {
        double low = new[] { 697.0, 770, 852, 941 }[r.NextInteger(0, 3)], high = new[] { 1209.0, 1336, 1477, 1633 }[r.NextInteger(0, 3)];
        Mix(x, Each(Empty(on), (_, u) => Math.Sin(2 * Math.PI * low * u) + Math.Sin(2 * Math.PI * high * u)), t);
    }

    return x;
}

static float[] Ringing(SeededRandom r)
{
    double a = r.NextUniform(300, 620), b = Chance(r, 0.5) ? a : r.NextUniform(300, 620), on = r.NextUniform(0.2, 2), off = r.NextUniform(0.2, 1);
    return Each(Empty(Seconds(r)), (_, t) => t % (on + off) < on ? Math.Sin(2 * Math.PI * a * t) + Math.Sin(2 * Math.PI * b * t) : 0);
}

static float[] Hum(SeededRandom r)
{
    double f = Chance(r, 0.5) ? 50 : Chance(r, 0.5) ? 60 : r.NextUniform(30, 200);
    float[] x = Tone(r, Seconds(r), f, [.. Enumerable.Range(1, r.NextInteger(2, 40)).Select(k => r.NextUniform() / k)]);
    Mix(x, Coloured(r, (double)x.Length / Rate, 0.9, 1), 0, r.NextUniform(0, 0.3));
    return x;
}

static float[] Beeps(SeededRandom r)
{
    float[] x = Empty(Seconds(r));
    double[] timbre = Timbre(r);
    double on = r.NextUniform(0.03, 0.4), off = r.NextUniform(0.03, 0.5), f = Frequency(r, 250, 5000), step = Chance(r, 0.5) ? 1 : r.NextUniform(0.7, 1.5);
    int at = 0;
    for (double t = r.NextUniform(0, 0.3); t < (double)x.Length / Rate; t += on + off)
    {
        Mix(x, Tone(r, on, f * (at++ % 2 == 0 ? 1 : step), timbre, 0, 5, 0.004, 0.01), t);
    }

    return x;
}

static float[] Chimes(SeededRandom r)
{
    float[] x = Empty(r.NextUniform(0.5, 3));
    int notes = r.NextInteger(1, 5), key = r.NextInteger(60, 96), kind = r.NextInteger(0, 3);
    double gap = r.NextUniform(0.05, 0.35), decay = r.NextUniform(1, 12);
    double[] timbre = Timbre(r);
    for (int i = 0; i < notes; i++)
    {
        double f = Note(key + r.NextInteger(-12, 12));
        Mix(x, Each(kind == 0 ? Tone(r, 2, f, timbre, 0, 5, 0.003) : kind == 1 ? Tone(r, 2, f, [1, 0.3, 0.1], 0, 5, 0.003) : Bell(r, 2, f), (v, t) => v * Math.Exp(-decay * t)), i * gap);
    }

    return x;
}

static float[] Fm(SeededRandom r)
{
    double carrier = Frequency(r, 80, 3000), ratio = Chance(r, 0.5) ? r.NextInteger(1, 7) : r.NextUniform(0.1, 5), index = r.NextUniform(0.5, 12), decay = r.NextUniform(0, 4);
    return Level(Each(Empty(Seconds(r)), (_, t) => Math.Sin((2 * Math.PI * carrier * t) + (index * Math.Exp(-decay * t) * Math.Sin(2 * Math.PI * carrier * ratio * t)))), r);
}

static float[] Am(SeededRandom r)
{
    double carrier = Frequency(r, 80, 3000), speed = Frequency(r, 1, 200);
    double[] timbre = Timbre(r);
    return Each(Tone(r, Seconds(r), carrier, timbre), (v, t) => v * (1 + Math.Sin(2 * Math.PI * speed * t)));
}

static float[] Noise(SeededRandom r) => Level(Coloured(r, Seconds(r), r.NextUniform(-0.95, 0.995), r.NextInteger(0, 2)), r);

static float[] BandNoise(SeededRandom r) => Level(Resonance(Gaussian(r, Seconds(r)), Frequency(r, 100, 6000), Frequency(r, 20, 2000)), r);

static float[] Clicks(SeededRandom r)
{
    float[] x = Empty(Seconds(r));
    double gap = r.NextUniform(0.05, 1), odd = Chance(r, 0.5) ? 0 : r.NextUniform(0, 1), f = Frequency(r, 200, 6000), decay = Frequency(r, 20, 800);
    for (double t = 0; t < (double)x.Length / Rate; t += gap * (1 + (odd * (r.NextUniform() - 0.5))))
    {
        Mix(x, Each(Gaussian(r, 0.15), (v, u) => ((0.5 * v) + Math.Sin(2 * Math.PI * f * u)) * Math.Exp(-decay * u)), t, r.NextUniform(0.5, 1));
    }

    return x;
}

static float[] Wind(SeededRandom r)
{
    Func<double, double> loud = Curve(r, r.NextUniform(0.5, 4)), high = Curve(r, r.NextUniform(0.5, 4));
    double state = 0, two = 0, floor = r.NextUniform(0, 0.4);
    return Each(Gaussian(r, Seconds(r)), (v, t) =>
    {
        double pole = 0.75 + (0.24 * (1 - high(t)));
        state = (pole * state) + ((1 - pole) * v);
        two = (pole * two) + ((1 - pole) * state);
        return two * (floor + loud(t));
    });
}

static float[] Engine(SeededRandom r)
{
    Func<double, double> speed = Curve(r, r.NextUniform(0.3, 2));
    double f = Frequency(r, 12, 160), range = r.NextUniform(0, 1.5), phase = 0, rough = r.NextUniform(0, 0.6), sharp = r.NextUniform(2, 20);
    float[] x = Each(Empty(Seconds(r)), (_, t) =>
    {
        phase += f * (1 + (range * speed(t))) / Rate;
        return (Math.Exp(sharp * (Math.Cos(2 * Math.PI * phase) - 1)) + (0.5 * Math.Exp(sharp * (Math.Cos(Math.PI * phase) - 1)))) * (1 + (rough * r.NextGaussian())) + (0.2 * rough * r.NextGaussian());
    });
    Mix(x, Resonance([.. x], Frequency(r, 100, 2500), Frequency(r, 50, 800)), 0, r.NextUniform(0, 20));
    return x;
}

// The long-term spectrum of speech, louder and softer as often as syllables come, and with resonances that stand still.
static float[] SpeechNoise(SeededRandom r)
{
    double seconds = r.NextUniform(1, 4);
    Func<double, double> loud = Curve(r, r.NextUniform(2, 14));
    double depth = r.NextUniform(0.3, 3);
    float[] x = Coloured(r, seconds, r.NextUniform(0.6, 0.95), 1);
    if (Chance(r, 0.5))
    {
        Mix(x, Resonance([.. x], r.NextUniform(300, 900), r.NextUniform(60, 300)), 0, r.NextUniform(1, 10));
        Mix(x, Resonance([.. x], r.NextUniform(900, 2800), r.NextUniform(80, 400)), 0, r.NextUniform(1, 10));
    }

    return Each(x, (v, t) => v * Math.Pow(loud(t), depth));
}

static float[] Bubbles(SeededRandom r)
{
    float[] x = Empty(Seconds(r));
    double dense = Frequency(r, 3, 60), low = Frequency(r, 200, 4000), high = low * r.NextUniform(1.2, 3);
    for (double t = 0; t < (double)x.Length / Rate; t += -Math.Log(1 - r.NextUniform()) / dense)
    {
        double f = Frequency(r, low, high), rise = r.NextUniform(-0.6, 1.5), length = r.NextUniform(0.01, 0.2), phase = 0;
        Mix(x, Each(Empty(length), (_, u) => Math.Sin(2 * Math.PI * (phase += f * (1 + (rise * u / length)) / Rate)) * Math.Sin(Math.PI * u / length)), t, r.NextUniform(0.2, 1));
    }

    return x;
}

static float[] Crackle(SeededRandom r)
{
    float[] x = Empty(Seconds(r));
    double dense = Frequency(r, 8, 1500);
    for (double t = 0; t < (double)x.Length / Rate; t += -Math.Log(1 - r.NextUniform()) / dense)
    {
        double decay = Frequency(r, 100, 3000);
        Mix(x, Each(Gaussian(r, 0.02), (v, u) => v * Math.Exp(-decay * u)), t, Math.Pow(r.NextUniform(), 3));
    }

    Mix(x, Coloured(r, (double)x.Length / Rate, r.NextUniform(0, 0.98), 1), 0, r.NextUniform(0, 0.1));
    return x;
}

// Lasers, explosions, coins, jumps: one or several.
static float[] Game(SeededRandom r)
{
    float[] x = Empty(r.NextUniform(0.5, 3));
    double gap = r.NextUniform(0.3, 1.2);
    for (double start = 0; start < (double)x.Length / Rate; start += gap)
    {
        int kind = r.NextInteger(0, 3);
        double f = Frequency(r, 100, 3000), slide = r.NextUniform(-6, 6), decay = r.NextUniform(1, 10), phase = 0, duty = r.NextUniform(0.2, 0.5), hop = r.NextUniform(1.1, 2);
        float[] noise = Coloured(r, 1, r.NextUniform(0.5, 0.98), 1);
        float[] sound = kind switch
        {
            0 => Each(Empty(0.6), (_, t) => ((phase += Math.Min(7000, f * Math.Exp(slide * t)) / Rate) % 1 < duty ? 1 : -1) * Math.Exp(-decay * t)),
            1 => Each(noise, (v, t) => 5 * v * Math.Exp(-decay * t / 2)),
            2 => Each(Empty(0.6), (_, t) => ((phase += f * (t > 0.08 ? hop : 1) / Rate) % 1 < duty ? 1 : -1) * Math.Exp(-decay * t)),
            _ => Each(Empty(0.4), (_, t) => Math.Sin(2 * Math.PI * (phase += f * (1 + (Math.Abs(slide) * t)) / Rate)) * Math.Exp(-decay * t)),
        };
        Mix(x, sound, start);
    }

    return x;
}

static float[] Modem(SeededRandom r)
{
    double low = Frequency(r, 400, 2500), high = low * r.NextUniform(1.1, 2), bits = Frequency(r, 5, 1200), phase = 0, next = 0, f = low;
    return Each(Empty(Seconds(r)), (_, t) =>
    {
        if (t >= next)
        {
            (next, f) = (next + (1 / bits), Chance(r, 0.5) ? low : high);
        }

        return Math.Sin(2 * Math.PI * (phase += f / Rate));
    });
}

// A pitch that glides, in a body that does not change.
static float[] Theremin(SeededRandom r)
{
    Func<double, double> pitch = Curve(r, r.NextUniform(0.5, 4));
    double f = Frequency(r, 90, 900), octaves = r.NextUniform(0.2, 1.5), vibrato = r.NextUniform(0, 0.03), phase = 0;
    double[] timbre = Timbre(r);
    return Each(Empty(Seconds(r)), (_, t) =>
    {
        double now = f * Math.Pow(2, octaves * pitch(t)) * (1 + (vibrato * Math.Sin(2 * Math.PI * 5.5 * t)));
        phase += now / Rate;
        return Enumerable.Range(1, Math.Min(timbre.Length, (int)(Rate / 2 / now))).Sum(k => timbre[k - 1] * Math.Sin(2 * Math.PI * k * phase));
    });
}

// Rhythmic bursts of noise: brushes, steps, trains, breathing machines.
static float[] Shaker(SeededRandom r)
{
    double beat = r.NextUniform(0.1, 0.8), sharp = r.NextUniform(0.5, 6), swing = r.NextUniform(0, 1);
    float[] x = Chance(r, 0.5) ? Coloured(r, Seconds(r), r.NextUniform(-0.9, 0.98), 1) : Resonance(Gaussian(r, Seconds(r)), Frequency(r, 150, 5000), Frequency(r, 100, 2000));
    return Each(x, (v, t) => v * Math.Pow(Math.Abs(Math.Sin(Math.PI * t / beat)), sharp) * ((int)(t / beat) % 2 == 0 ? 1 : 1 - swing));
}

static float[] Room(SeededRandom r)
{
    float[] x = Coloured(r, Seconds(r), r.NextUniform(0.8, 0.99), 1);
    Mix(x, Tone(r, (double)x.Length / Rate, Chance(r, 0.5) ? 50 : 100, [1, 0.5, 0.3]), 0, r.NextUniform(0, 0.2));
    return x;
}

// Insects, electric razors, alarms: a pulse train that flutters.
static float[] Buzz(SeededRandom r)
{
    double f = Frequency(r, 60, 800), flutter = r.NextUniform(0, 0.08), speed = Frequency(r, 2, 40), phase = 0, duty = r.NextUniform(0.05, 0.5);
    float[] x = Each(Empty(Seconds(r)), (_, t) => (phase += f * (1 + (flutter * Math.Sin(2 * Math.PI * speed * t))) / Rate) % 1 < duty ? 1 : 0);
    return Level(Chance(r, 0.5) ? Resonance(x, Frequency(r, 200, 4000), Frequency(r, 50, 1000)) : x, r);
}

// Several slightly mistuned voices of an instrument on slow chords.
static float[] Strings(SeededRandom r)
{
    double seconds = r.NextUniform(1.5, 4);
    float[] x = Empty(seconds);
    double[] timbre = [.. Enumerable.Range(1, 20).Select(k => r.NextUniform(0.3, 1) / k)];
    foreach (int step in new[] { 0, Chance(r, 0.5) ? 3 : 4, 7, 12 })
    {
        double f = Note(r.NextInteger(40, 64) + step);
        for (int voice = 0; voice < 3; voice++)
        {
            Mix(x, Tone(r, seconds, f * r.NextUniform(0.995, 1.005), timbre, 0.006, r.NextUniform(4, 6.5), r.NextUniform(0.05, 0.5), 0.2), 0);
        }
    }

    return x;
}

// Every sound gets a room, a background, a band and a level.

static float[] Normal(float[] x)
{
    float loudest = Math.Max(1e-9f, x.Max(Math.Abs));
    return Each(x, (v, _) => v / loudest);
}

static float[] Finish(float[] x, SeededRandom r)
{
    x = Normal(x);
    if (Chance(r, 0.3))
    {
        x = Normal(Reverberate(x, r));
    }

    if (Chance(r, 0.2))
    {
        double low = Frequency(r, 20, 400);
        x = Normal(BandPass.Apply(new AudioClip(x, Rate), low, Frequency(r, 2000, 8000)).Samples);
    }

    if (Chance(r, 0.1))
    {
        double gain = r.NextUniform(1, 10);
        Each(x, (v, _) => Math.Clamp(gain * v, -1, 1));
    }

    if (Chance(r, 0.3))
    {
        float[] padded = Empty(((double)x.Length / Rate) + r.NextUniform(0.1, 1));
        Mix(padded, x, r.NextUniform(0, 0.5));
        x = padded;
    }

    if (Chance(r, 0.5))
    {
        Mix(x, Normal(Coloured(r, (double)x.Length / Rate, r.NextUniform(0, 0.97), 1)), 0, Math.Pow(10, r.NextUniform(-3.5, -0.5)));
    }

    double level = Math.Pow(10, r.NextUniform(-2, 0)) * 0.9 / Math.Max(1e-9, x.Max(Math.Abs));
    return Each(x, (v, _) => level * v);
}

static float[] Reverberate(float[] x, SeededRandom r)
{
    float[] y = [.. x];
    double time = r.NextUniform(0.1, 0.9), wet = r.NextUniform(0.1, 0.8);
    for (int echo = 0; echo < 60; echo++)
    {
        double delay = r.NextUniform(0.003, time);
        Mix(y, x, delay, wet * r.NextUniform(-1, 1) * Math.Exp(-6.9 * delay / time));
    }

    return y;
}

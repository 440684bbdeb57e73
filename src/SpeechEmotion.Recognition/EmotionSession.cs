using SpeechEmotion.Audio;
using SpeechEmotion.Metrics;
using SpeechEmotion.Recognition.Sessions;

namespace SpeechEmotion.Recognition;

/// <summary>
/// Recognitions of one voice, or in one room, that share what they learn about it: every clip makes the answers to it and to the next ones fit the voice better, without labels
/// (see <see cref="RunningAdaptation"/>). Scores come adapted, with the plain ones in <see cref="EmotionScores.Adaptation"/>. A session takes the
/// same memory however much it hears; any number of threads may share it, but only one order of clips gives the same scores to the bit.
/// <code>
/// EmotionSession session = new(EmotionRecognizer.Default);
/// session.Enrol(AudioFile.Read("my-normal-voice.wav"));
/// EmotionScores scores = session.Recognize(AudioFile.Read("message.wav"));
/// session.Save("me.json");
/// </code>
/// </summary>
public sealed class EmotionSession
{
    private readonly Lock _lock = new();
    private RunningAdaptation _voice;

    /// <summary>Starts a session in which nothing has been heard.</summary>
    /// <param name="recognizer">Recognises the clips; it must outlive the session.</param>
    public EmotionSession(EmotionRecognizer recognizer)
    {
        ArgumentNullException.ThrowIfNull(recognizer);
        Recognizer = recognizer;
        _voice = recognizer.StartAdaptation();
    }

    private EmotionSession(EmotionRecognizer recognizer, VoiceStatistics voice)
    {
        Recognizer = recognizer;
        _voice = recognizer.StartAdaptation(voice);
    }

    /// <summary>Recognises the clips.</summary>
    public EmotionRecognizer Recognizer { get; }

    /// <summary>Seconds of speech heard.</summary>
    public double Seconds
    {
        get
        {
            lock (_lock)
            {
                return _voice.Seconds;
            }
        }
    }

    /// <summary>Clips of speech heard.</summary>
    public long Clips
    {
        get
        {
            lock (_lock)
            {
                return _voice.Clips;
            }
        }
    }

    /// <summary>Reads a session that <see cref="Save"/> wrote.</summary>
    /// <param name="recognizer">The same model that the session was saved with.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no session, or one of another model; the message says what to do.</exception>
    public static EmotionSession Load(EmotionRecognizer recognizer, string path)
    {
        ArgumentNullException.ThrowIfNull(recognizer);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new EmotionSession(recognizer, SessionFile.Read(path, recognizer.Digest, recognizer.Card.Labels.Count));
    }

    /// <summary>Reads a session from the text that <see cref="ToJson"/> gave.</summary>
    /// <param name="recognizer">The same model that the session was of.</param>
    /// <param name="json">The text, at most 1 MB.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="InvalidDataException">The text is no session, or one of another model; the message says what to do.</exception>
    public static EmotionSession Parse(EmotionRecognizer recognizer, string json, string name = "session")
    {
        ArgumentNullException.ThrowIfNull(recognizer);
        ArgumentNullException.ThrowIfNull(json);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new EmotionSession(recognizer, SessionFile.Parse(json, name, recognizer.Digest, recognizer.Card.Labels.Count));
    }

    /// <summary>Recognises a clip of the voice, and learns from it; what is not speech teaches nothing.</summary>
    /// <param name="clip">See <see cref="EmotionRecognizer.Recognize(AudioClip, CancellationToken)"/>.</param>
    /// <returns>Adapted scores, which rest on this clip and all before it; plain ones if it is not speech.</returns>
    /// <exception cref="ArgumentException">The clip is empty or has a sample that is not a finite number.</exception>
    /// <exception cref="InvalidDataException">The model fails on this clip.</exception>
    public EmotionScores Recognize(AudioClip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        return Hear(Recognizer.Recognize(clip));
    }

    /// <summary>Learns the voice from a clip whose emotion is known, such as "speak in your normal voice for some seconds". One such clip teaches as much as several others.</summary>
    /// <param name="clip">See <see cref="EmotionRecognizer.Recognize(AudioClip, CancellationToken)"/>.</param>
    /// <param name="emotion">Its emotion, one of the model's labels.</param>
    /// <returns>Adapted scores of the clip; plain ones if it is not speech.</returns>
    /// <exception cref="ArgumentException">The clip is empty or has a sample that is not a finite number; or the model does not know the emotion.</exception>
    /// <exception cref="InvalidDataException">The model fails on this clip.</exception>
    public EmotionScores Enrol(AudioClip clip, string emotion = "neutral")
    {
        ArgumentNullException.ThrowIfNull(clip);
        return Enrol(Recognizer.Recognize(clip), emotion);
    }

    /// <summary>The same as <see cref="Enrol(AudioClip, string)"/> for a clip that has been recognised.</summary>
    /// <param name="scores">The recognizer's scores; they say how long the clip sounds.</param>
    /// <param name="emotion">Its emotion, one of the model's labels.</param>
    /// <returns>Adapted scores of the clip; plain ones if it is not speech.</returns>
    /// <exception cref="ArgumentException">The scores are not of this model or do not say how long the clip sounds, or the model does not know the emotion.</exception>
    public EmotionScores Enrol(EmotionScores scores, string emotion = "neutral")
    {
        int index = Recognizer.Card.Labels.ToList().IndexOf(emotion);
        if (index < 0)
        {
            throw new ArgumentException($"The model does not know '{emotion}'; it knows {string.Join(", ", Recognizer.Card.Labels)}.", nameof(emotion));
        }

        return Hear(scores, (int?)index);
    }

    /// <summary>Learns from a clip that has been recognised, and adapts its scores.</summary>
    /// <param name="scores">The recognizer's scores; they say how long the clip sounds.</param>
    /// <returns>Adapted scores; plain ones if the clip is not speech.</returns>
    /// <exception cref="ArgumentException">The scores are not of this model, or do not say how long the clip sounds.</exception>
    public EmotionScores Hear(EmotionScores scores) => Hear(scores, null);

    /// <summary>
    /// Learns from a recording that has been recognised over time, and adapts it: every segment of speech counts as a clip, and all of them are heard before the first is adapted. The segments stay
    /// as they were cut, so neighbours may get the same emotion.
    /// </summary>
    /// <param name="segments">The recognizer's segments.</param>
    /// <returns>The same segments with adapted scores; what is not speech stays as it is.</returns>
    /// <exception cref="ArgumentException">A segment is not of this model.</exception>
    public IReadOnlyList<EmotionSegment> Hear(IReadOnlyList<EmotionSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        IReadOnlyList<EmotionScores> scores = Hear([.. segments.Select(segment => segment.Scores)]);
        return [.. segments.Select((segment, i) => new EmotionSegment(segment.Start, segment.End, scores[i]))];
    }

    /// <summary>Learns from clips that have been recognised, all of them before the first is adapted. This fits the voice better than one by one, and their order does not matter.</summary>
    /// <param name="scores">The recognizer's scores of each clip; they say how long it sounds.</param>
    /// <returns>Adapted scores in the same order; plain ones of what is not speech.</returns>
    /// <exception cref="ArgumentException">Scores are not of this model, or do not say how long the clip sounds.</exception>
    public IReadOnlyList<EmotionScores> Hear(IReadOnlyList<EmotionScores> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        foreach (EmotionScores clip in scores)
        {
            CheckHeard(clip);
        }

        int[] speech = [.. Enumerable.Range(0, scores.Count).Where(i => scores[i].IsSpeech)];
        lock (_lock)
        {
            _voice.Hear([.. speech.Select(i => scores[i].Undivided)], [.. speech.Select(i => scores[i].SoundSeconds)]);
            return [.. scores.Select(clip => clip.AdaptedTo(_voice))];
        }
    }

    /// <summary>Adapts the scores of a clip by what has been heard, without learning from it.</summary>
    /// <param name="scores">The recognizer's scores.</param>
    /// <returns>Adapted scores; plain ones if the clip is not speech.</returns>
    /// <exception cref="ArgumentException">The scores are not of this model.</exception>
    public EmotionScores Adapt(EmotionScores scores)
    {
        Check(scores);
        lock (_lock)
        {
            return scores.AdaptedTo(_voice);
        }
    }

    /// <summary>Forgets what has been heard in this session.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _voice = Recognizer.StartAdaptation();
        }
    }

    /// <summary>Writes what has been heard as a small JSON file, to a temporary name that is then renamed. It holds sums of log-probabilities, no sound.</summary>
    /// <param name="path">The file; it is replaced.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SessionFile.Write(path, Recognizer.Digest, Voice());
    }

    /// <summary>What <see cref="Save"/> writes, as text.</summary>
    public string ToJson() => SessionFile.Text(Recognizer.Digest, Voice());

    private VoiceStatistics Voice()
    {
        lock (_lock)
        {
            return _voice.Voice;
        }
    }

    /// <summary>How much has been heard, such as <c>12 clips, 38.5 s of speech</c>.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            return FormattableString.Invariant($"{_voice.Clips} clip{(_voice.Clips == 1 ? "" : "s")}, {_voice.Seconds:0.#} s of speech");
        }
    }

    private EmotionScores Hear(EmotionScores scores, int? emotion)
    {
        CheckHeard(scores);
        lock (_lock)
        {
            if (scores.IsSpeech)
            {
                _voice.Hear(scores.Undivided, scores.SoundSeconds, emotion);
            }

            return scores.AdaptedTo(_voice);
        }
    }

    private void Check(EmotionScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (!scores.Labels.SequenceEqual(Recognizer.Card.Labels))
        {
            throw new ArgumentException($"The scores are of {string.Join(", ", scores.Labels)}; the session's model knows {string.Join(", ", Recognizer.Card.Labels)}.", nameof(scores));
        }

        if (scores.Model is { } model && model != Recognizer.Digest)
        {
            throw new ArgumentException($"The scores are of another model ({model[..12]}) than the session ({Recognizer.Digest[..12]}).", nameof(scores));
        }
    }

    private void CheckHeard(EmotionScores scores)
    {
        Check(scores);
        if (scores.IsSpeech && scores.SoundSeconds == 0)
        {
            throw new ArgumentException("The scores do not say how long the clip sounds; make them with soundSeconds.", nameof(scores));
        }
    }
}

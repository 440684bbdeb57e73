namespace SpeechEmotion.Metrics;

/// <summary>
/// Adapts the probabilities of a model to one voice, or to one room or microphone, from its unlabelled clips. What a voice adds to every log-probability, whatever the emotion, is estimated and
/// taken away:
/// <code>
/// // z = ln p, centred [emotions]
/// // expected = 1.5 · contrast · (adapted p - 1 / emotions)     what the emotion of the clip explains of z
/// // shift    = (12 s · reference mean + Σ seconds · (z - expected)) / (12 s + Σ seconds)
/// // adapted p = softmax(z - shift)
/// </code>
/// Before the first clip the shift is the mean of the model's <see cref="ReferenceStatistics"/>, and what is heard outweighs it as seconds grow. Because the emotions themselves are explained first,
/// a voice that is angry nearly all the time is not taken for one that sounds angry by nature. Clips that are all there before the first is answered are heard together: each is explained by the
/// shift that all of them lead to, found in 20 rounds, with 1.65 instead of 1.5. The same clips in the same order give the same result, to the bit; memory does not grow. Not thread-safe.
/// </summary>
internal sealed class RunningAdaptation
{
    /// <summary>Seconds of speech that outweigh the reference statistics by half.</summary>
    public const double PriorSeconds = 12;

    /// <summary>Seconds that one clip counts for at most: however long it is, it is one answer.</summary>
    public const double MaximumClipSeconds = 10;

    // The rounds draw near to their end by a factor of a half or so each.
    private const int Rounds = 20;

    // Calibrated probabilities leave some for emotions that are not there, so they explain more than their share of the contrast.
    private const double AnswerScale = 1.5;

    // Rounds find more of the shift, and more of the emotions in it where one prevails; explaining more of these keeps both in balance.
    private const double AnswerScaleTogether = 1.65;

    private readonly ReferenceStatistics _reference;
    private readonly double[] _sum;
    private double _weight;

    /// <summary>Starts before the first clip, or where another one stood.</summary>
    /// <param name="reference">Statistics of the model, for 1 or more emotions.</param>
    /// <param name="voice">What has been heard already; null: nothing.</param>
    /// <exception cref="ArgumentException">The statistics have faults; the message lists them.</exception>
    public RunningAdaptation(ReferenceStatistics reference, VoiceStatistics? voice = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        int emotions = reference.Mean.Count;
        string[] faults = emotions == 0 ? ["reference.mean is empty; there must be an emotion"] : [.. reference.Validate(emotions), .. voice?.Validate(emotions) ?? []];
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(reference));
        }

        _reference = reference;
        _sum = voice is null ? new double[emotions] : [.. voice.Sum];
        (_weight, Seconds, Clips) = voice is null ? (0, 0, 0) : (voice.Weight, voice.Seconds, voice.Clips);
    }

    /// <summary>Seconds of speech heard.</summary>
    public double Seconds { get; private set; }

    /// <summary>Clips heard.</summary>
    public long Clips { get; private set; }

    /// <summary>What has been heard by now.</summary>
    public VoiceStatistics Voice => new([.. _sum], _weight, Seconds, Clips);

    /// <summary>What is taken from the log-probabilities now, in nats, <c>[emotions]</c>.</summary>
    public double[] Shift()
    {
        double[] shift = new double[_sum.Length];
        for (int i = 0; i < shift.Length; i++)
        {
            shift[i] = ((PriorSeconds * _reference.Mean[i]) + _sum[i]) / (PriorSeconds + _weight);
        }

        return shift;
    }

    /// <summary>Counts a clip of the voice.</summary>
    /// <param name="probabilities">What the model says of it, <c>[emotions]</c>.</param>
    /// <param name="seconds">Its duration, above 0.</param>
    /// <param name="emotion">Index of its emotion if it is known, as in "speak in your normal voice"; null if not.</param>
    /// <exception cref="ArgumentException">The probabilities do not fit the emotions, the duration is not above 0, or there is no such emotion.</exception>
    public void Hear(ReadOnlySpan<float> probabilities, double seconds, int? emotion = null)
    {
        Check(probabilities);
        if (seconds is not (> 0 and <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "The duration of a clip must be above 0.");
        }

        if (emotion is { } index && (uint)index >= (uint)_sum.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(emotion), emotion, $"The emotion must be 0 to {_sum.Length - 1}.");
        }

        float[] answer = emotion is null ? Adapt(probabilities) : [.. Enumerable.Range(0, _sum.Length).Select(i => i == emotion ? 1f : 0)];
        Count(probabilities, seconds, answer, emotion is null ? AnswerScale : 1);
    }

    /// <summary>Counts clips of the voice that are heard together; a single one is heard as by itself. Unlike one by one, their order does not matter: what the emotion of each explains follows from the shift that all of them lead to.</summary>
    /// <param name="probabilities">What the model says of each, <c>[clips][emotions]</c>.</param>
    /// <param name="seconds">Their durations, above 0, <c>[clips]</c>.</param>
    /// <exception cref="ArgumentException">The lists differ in length, the probabilities do not fit the emotions, or a duration is not above 0.</exception>
    public void Hear(IReadOnlyList<float[]> probabilities, IReadOnlyList<double> seconds)
    {
        if (probabilities.Count != seconds.Count)
        {
            throw new ArgumentException($"There are {probabilities.Count} clips and {seconds.Count} durations.", nameof(seconds));
        }

        // The first round hears them one by one; the next ones explain each by the shift of the round before.
        RunningAdaptation round = new(_reference, Voice);
        for (int clip = 0; clip < seconds.Count; clip++)
        {
            round.Hear(probabilities[clip], seconds[clip]);
        }

        for (int i = 1; i < Rounds && seconds.Count > 1; i++)
        {
            RunningAdaptation next = new(_reference, Voice);
            for (int clip = 0; clip < seconds.Count; clip++)
            {
                next.Count(probabilities[clip], seconds[clip], round.Adapt(probabilities[clip]), AnswerScaleTogether);
            }

            round = next;
        }

        Array.Copy(round._sum, _sum, _sum.Length);
        (_weight, Seconds, Clips) = (round._weight, round.Seconds, round.Clips);
    }

    /// <summary>Probabilities without what is the voice's own, as far as it is known by now.</summary>
    /// <param name="probabilities">What the model says of a clip, <c>[emotions]</c>; it is not counted.</param>
    /// <returns>Probabilities <c>[emotions]</c> that sum to 1.</returns>
    /// <exception cref="ArgumentException">The probabilities do not fit the emotions.</exception>
    public float[] Adapt(ReadOnlySpan<float> probabilities)
    {
        Check(probabilities);
        double[] log = ReferenceStatistics.CentredLog(probabilities);
        double[] shift = Shift();
        float[] logits = new float[log.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = (float)(log[i] - shift[i]);
        }

        return TemperatureScaling.Apply(logits, 1);
    }

    private void Count(ReadOnlySpan<float> probabilities, double seconds, float[] answer, double scale)
    {
        double[] log = ReferenceStatistics.CentredLog(probabilities);
        double weight = Math.Min(seconds, MaximumClipSeconds);
        for (int i = 0; i < _sum.Length; i++)
        {
            _sum[i] += weight * (log[i] - (scale * _reference.Contrast * (answer[i] - (1.0 / _sum.Length))));
        }

        _weight += weight;
        Seconds += seconds;
        Clips++;
    }

    private void Check(ReadOnlySpan<float> probabilities)
    {
        if (probabilities.Length != _sum.Length || !double.IsFinite(Total(probabilities)))
        {
            throw new ArgumentException($"There must be a probability for each of the {_sum.Length} emotions; found {probabilities.Length}, or values that are not finite.", nameof(probabilities));
        }
    }

    private static double Total(ReadOnlySpan<float> values)
    {
        double total = 0;
        foreach (float value in values)
        {
            total += value;
        }

        return total;
    }
}

using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Predict;

/// <summary>Holds emotion over time back until all recordings have been heard, and then shows it adapted to what is recorded together.</summary>
/// <param name="output">Shows the adapted segments; it is disposed with this.</param>
/// <param name="scope">Which recordings belong together.</param>
/// <param name="open">Starts a session.</param>
internal sealed class AdaptedTimeline(ITimelineWriter output, AdaptationScope scope, Func<EmotionSession> open) : ITimelineWriter
{
    private readonly List<Recording> _recordings = [];

    /// <summary>The last session, once everything is shown; before, null.</summary>
    public EmotionSession? Session { get; private set; }

    /// <inheritdoc/>
    public void Begin(AudioInput input) => _recordings.Add(new Recording(input));

    /// <inheritdoc/>
    public void Write(EmotionSegment segment) => _recordings[^1].Segments.Add(segment);

    /// <inheritdoc/>
    public void End(double seconds, string? error) => (_recordings[^1].Seconds, _recordings[^1].Error) = (seconds, error);

    /// <summary>Shows all recordings.</summary>
    public void Dispose()
    {
        foreach (IGrouping<(string, int?), (Recording Recording, int Index)> group in _recordings.Select((recording, i) => (recording, i)).GroupBy(item => AdaptationOptions.Key(item.recording.Input, item.i, scope)))
        {
            Session = open();
            Session.Hear([.. group.SelectMany(item => item.Recording.Segments)]);
            foreach ((Recording recording, _) in group)
            {
                recording.Adapted = [.. recording.Segments.Select(segment => new EmotionSegment(segment.Start, segment.End, Session.Adapt(segment.Scores)))];
            }
        }

        foreach (Recording recording in _recordings)
        {
            output.Begin(recording.Input);
            foreach (EmotionSegment segment in recording.Adapted)
            {
                output.Write(segment);
            }

            output.End(recording.Seconds, recording.Error);
        }

        output.Dispose();
    }

    private sealed class Recording(AudioInput input)
    {
        public AudioInput Input { get; } = input;

        public List<EmotionSegment> Segments { get; } = [];

        public IReadOnlyList<EmotionSegment> Adapted { get; set; } = [];

        public double Seconds { get; set; }

        public string? Error { get; set; }
    }
}

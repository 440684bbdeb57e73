using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Recognition.Tests;

public sealed class EmotionSessionTests(TimelineModel model) : IClassFixture<TimelineModel>, IDisposable
{
    private readonly TemporaryFile _file = new();

    private static AudioClip[] Clips { get; } = [.. Enumerable.Range(0, 12).Select(i => new AudioClip(TimelineModel.Tone(2, 0, 2, 200 + (150 * i)), TimelineModel.Rate))];

    public void Dispose() => _file.Dispose();

    // Invariants

    [Fact]
    public void Recognize_Clip_HoldsPlainAndAdaptedScoresAndWhatTheyRestOn()
    {
        EmotionSession session = new(model.Recognizer);

        session.Recognize(Clips[0]);
        EmotionScores scores = session.Recognize(Clips[1]);

        Assert.Equal((4, 2), (scores.Adaptation!.Seconds, scores.Adaptation.Clips));
        Assert.Equal(model.Recognizer.Recognize(Clips[1]).Probabilities, scores.Adaptation.Plain.Probabilities);
        Assert.Null(scores.Adaptation.Plain.Adaptation);
        Assert.Equal(1, scores.Probabilities.Sum(), 1e-5);
        Assert.NotEqual(scores.Adaptation.Plain.Probabilities, scores.Probabilities);
    }

    [Fact]
    public void Adapt_AdaptedScores_AdaptsThePlainOnes()
    {
        EmotionSession session = new(model.Recognizer);
        EmotionScores first = session.Recognize(Clips[0]);
        session.Recognize(Clips[1]);

        Assert.Equal(session.Adapt(model.Recognizer.Recognize(Clips[0])).Probabilities, session.Adapt(first).Probabilities);
        Assert.Equal(2, session.Clips);
    }

    [Fact]
    public void Recognize_SameOrder_GivesTheSameBits()
    {
        EmotionSession first = new(model.Recognizer), second = new(model.Recognizer);

        Assert.All(Clips, clip => Assert.Equal(first.Recognize(clip).Probabilities, second.Recognize(clip).Probabilities));
    }

    [Fact]
    public void Save_Load_GoesOnAsIfNeverStopped()
    {
        EmotionSession whole = new(model.Recognizer), half = new(model.Recognizer);
        Array.ForEach(Clips[..6], clip => (whole.Recognize(clip), half.Recognize(clip)).ToString());
        half.Save(_file.Path);

        EmotionSession resumed = EmotionSession.Load(model.Recognizer, _file.Path);

        Assert.Equal((12, 6), (resumed.Seconds, resumed.Clips));
        Assert.All(Clips[6..], clip => Assert.Equal(whole.Recognize(clip).Probabilities, resumed.Recognize(clip).Probabilities));
    }

    [Fact]
    public void Parse_ToJson_IsTheFileThatSaveWrites()
    {
        EmotionSession session = new(model.Recognizer);
        session.Recognize(Clips[0]);
        session.Save(_file.Path);

        Assert.Equal(File.ReadAllText(_file.Path), session.ToJson());
        Assert.Equal(session.ToJson(), EmotionSession.Parse(model.Recognizer, session.ToJson()).ToJson());
        Assert.StartsWith("the header: is no session", Assert.Throws<InvalidDataException>(() => EmotionSession.Parse(model.Recognizer, "{}", "the header")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hear_Segments_AdaptsEachToAllOfThem()
    {
        float[] samples = [.. TimelineModel.Tone(4, 0, 2, 300), .. TimelineModel.Tone(4, 0, 2, 1500)];
        List<EmotionSegment> plain = [];
        await foreach (EmotionSegment segment in model.Recognizer.RecognizeAsync(new[] { samples }.ToAsyncEnumerable(), TimelineModel.Rate, cancellation: TestContext.Current.CancellationToken))
        {
            plain.Add(segment);
        }

        EmotionSession session = new(model.Recognizer), expected = new(model.Recognizer);
        IReadOnlyList<EmotionSegment> adapted = session.Hear(plain);
        expected.Hear([.. plain.Select(segment => segment.Scores).Reverse()]);

        Assert.True(plain.Count > 1);
        Assert.Equal(plain.Count, session.Clips);
        Assert.Equal(plain.Select(segment => (segment.Start, segment.End)), adapted.Select(segment => (segment.Start, segment.End)));
        Assert.All(plain.Zip(adapted), pair => Assert.Equal(expected.Adapt(pair.First.Scores).Probabilities, pair.Second.Probabilities, (a, b) => Math.Abs(a - b) < 1e-4));
        Assert.All(adapted, segment => Assert.Equal(session.Seconds, segment.Scores.Adaptation!.Seconds));
    }

    [Fact]
    public void Save_ManyClips_TakesNoMoreRoom()
    {
        EmotionSession session = new(model.Recognizer);
        EmotionScores scores = model.Recognizer.Recognize(Clips[0]);
        for (int i = 0; i < 10_000; i++)
        {
            session.Hear(scores);
        }

        session.Save(_file.Path);

        Assert.InRange(new FileInfo(_file.Path).Length, 1, 1000);
    }

    [Fact]
    public void Reset_HeardClips_StartsAfresh()
    {
        EmotionSession session = new(model.Recognizer);
        float[] first = session.Recognize(Clips[0]).Probabilities;
        session.Recognize(Clips[1]);

        session.Reset();

        Assert.Equal((0, 0), (session.Seconds, session.Clips));
        Assert.Equal(first, session.Recognize(Clips[0]).Probabilities);
    }

    [Fact]
    public void Hear_FromManyThreads_CountsEveryClip()
    {
        EmotionSession session = new(model.Recognizer);
        EmotionScores[] scores = [.. Clips.Select(clip => model.Recognizer.Recognize(clip))];

        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => session.Hear(scores[i % scores.Length]));

        Assert.Equal((4000, 2000), (session.Seconds, session.Clips));
        EmotionSession inOrder = new(model.Recognizer);
        for (int i = 0; i < 2000; i++)
        {
            inOrder.Hear(scores[i % scores.Length]);
        }

        // Another order moves the answers only a little.
        Assert.All(inOrder.Adapt(scores[0]).Probabilities.Zip(session.Adapt(scores[0]).Probabilities), pair => Assert.Equal(pair.First, pair.Second, 0.02f));
    }

    [Fact]
    public void Recognize_NoSpeech_TeachesNothingAndStaysPlain()
    {
        EmotionSession session = new(model.Recognizer);
        session.Recognize(Clips[0]);
        float[] before = session.Adapt(model.Recognizer.Recognize(Clips[1])).Probabilities;

        EmotionScores silence = session.Recognize(new AudioClip(new float[2 * TimelineModel.Rate], TimelineModel.Rate));

        Assert.Equal((EmotionScores.NoSpeech, null), (silence.Answer, silence.Adaptation));
        Assert.Equal((2, 1), (session.Seconds, session.Clips));
        Assert.Equal(before, session.Adapt(model.Recognizer.Recognize(Clips[1])).Probabilities);
    }

    [Fact]
    public void Recognize_SilenceAroundTheClip_CountsNothing()
    {
        EmotionSession session = new(model.Recognizer), padded = new(model.Recognizer);
        const int Rate = TimelineModel.Rate;

        EmotionScores enrolled = padded.Enrol(new AudioClip([.. new float[20 * Rate], .. Clips[0].Samples, .. new float[30 * Rate]], Rate), "sad");
        session.Enrol(Clips[0], "sad");
        padded.Recognize(Clips[1]);
        session.Recognize(Clips[1]);

        Assert.Equal((4, 4), (session.Seconds, padded.Seconds));
        Assert.Equal(2, enrolled.SoundSeconds);
    }

    [Fact]
    public void Adapt_UnsureOrNot_FollowsFromTheAdaptedProbabilities()
    {
        EmotionSession session = new(model.Recognizer);
        string[] labels = TestModel.Labels;
        EmotionScores doubtful = new(labels, [0.48f, 0.46f, 0.015f, 0.015f, 0.015f, 0.015f], 0.8f);
        for (int i = 0; i < 20; i++)
        {
            session.Hear(new EmotionScores(labels, [0.02f, 0.4f, 0.15f, 0.15f, 0.14f, 0.14f], soundSeconds: 3)); // sounds angry by nature, and never sad
        }

        EmotionScores adapted = session.Adapt(doubtful);

        Assert.Equal((EmotionScores.Unsure, "sad"), (doubtful.Answer, adapted.Answer));
        Assert.Equal(0.8f, adapted.SpeechProbability);
    }

    [Fact]
    public void Enrol_ClipOfANormalVoice_MakesItMoreNeutral()
    {
        EmotionSession session = new(model.Recognizer);
        int neutral = Array.IndexOf(TestModel.Labels, "neutral");
        EmotionScores plain = model.Recognizer.Recognize(Clips[3]);

        EmotionScores enrolled = session.Enrol(Clips[3]);

        Assert.True(enrolled.Probabilities[neutral] > plain.Probabilities[neutral]);
        Assert.Equal(1, session.Clips);
    }

    // Edges

    [Fact]
    public void Enrol_UnknownEmotion_SaysWhatTheModelKnows() => Assert.Contains(
        "does not know 'bored'; it knows sad, angry",
        Assert.Throws<ArgumentException>(() => new EmotionSession(model.Recognizer).Enrol(Clips[0], "bored")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Hear_ScoresOfAnotherModel_SaysSo()
    {
        string[] labels = [.. model.Recognizer.Card.Labels];
        EmotionScores others = new(labels, [1, .. new float[labels.Length - 1]], soundSeconds: 1) { Model = EmotionRecognizer.Default.Digest };
        EmotionSession session = new(model.Recognizer);
        string expected = $"The scores are of another model ({EmotionRecognizer.Default.Digest[..12]}) than the session ({model.Recognizer.Digest[..12]}).";
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => session.Hear(others)).Message, StringComparison.Ordinal);
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => session.Hear([others])).Message, StringComparison.Ordinal);
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => session.Adapt(others)).Message, StringComparison.Ordinal);
        Assert.Equal(EmotionRecognizer.Default.Digest, EmotionRecognizer.Default.Recognize(Clips[0], TestContext.Current.CancellationToken).Model);
    }

    [Fact]
    public void Hear_ScoresWithoutALength_SaysWhatIsMissing() => Assert.StartsWith(
        "The scores do not say how long the clip sounds; make them with soundSeconds.",
        Assert.Throws<ArgumentException>(() => new EmotionSession(model.Recognizer).Hear(new EmotionScores(model.Recognizer.Card.Labels, [1, 0, 0, 0, 0, 0]))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Hear_ScoresOfOtherLabels_SaysSo() => Assert.Contains(
        "The scores are of a, b; the session's model knows sad",
        Assert.Throws<ArgumentException>(() => new EmotionSession(model.Recognizer).Hear(new EmotionScores(["a", "b"], [0.5f, 0.5f]))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is no session, or has been damaged")]
    [InlineData("null", "is no session, or has been damaged: the document is null")]
    [InlineData("{}", "is no session, or has been damaged: version is missing; model is missing; voice is missing; a session is what")]
    [InlineData("[{", "is no session, or has been damaged: is no valid JSON: line 1, column 3: it ends too early; a session is what")]
    [InlineData("{\"version\":2,\"model\":\"M\",\"voice\":{\"sum\":[0,0,0,0,0,0],\"weight\":0,\"seconds\":0,\"clips\":0}}", "is a session of version 2; this program reads version 1")]
    [InlineData("{\"version\":1,\"model\":\"other\",\"voice\":{\"sum\":[0,0,0,0,0,0],\"weight\":0,\"seconds\":0,\"clips\":0}}", "is a session with another model (SHA-256 other)")]
    [InlineData("{\"version\":1,\"model\":\"M\",\"voice\":{\"sum\":[0],\"weight\":0,\"seconds\":0,\"clips\":0}}", "voice.sum is [0]; it must be a finite number for each of the 6 labels")]
    [InlineData("{\"version\":1,\"model\":\"M\",\"voice\":{\"sum\":[0,0,0,0,0,0],\"weight\":50,\"seconds\":50,\"clips\":1}}", "voice.weight is 50")]
    [InlineData("{\"version\":1,\"model\":\"M\",\"voice\":{\"sum\":[0,0,0,0,0,0],\"weight\":0,\"seconds\":0,\"clips\":0},\"more\":1}", "is no session, or has been damaged: there is no setting 'more'")]
    [InlineData("{\"version\":\"1\",\"model\":\"M\",\"voice\":{\"sum\":[0,0,0,0,0,0],\"weight\":0,\"seconds\":0,\"clips\":0}}", "is no session, or has been damaged: version is '1'; it must be a whole number; a session is what")]
    public void Load_NoSessionOfThisModel_SaysWhatToDo(string text, string message)
    {
        File.WriteAllText(_file.Path, text.Replace("\"M\"", $"\"{model.Recognizer.Digest}\"", StringComparison.Ordinal));

        string actual = Assert.Throws<InvalidDataException>(() => EmotionSession.Load(model.Recognizer, _file.Path)).Message;

        Assert.StartsWith(_file.Path, actual, StringComparison.Ordinal);
        Assert.Contains(message, actual, StringComparison.Ordinal);
    }
}

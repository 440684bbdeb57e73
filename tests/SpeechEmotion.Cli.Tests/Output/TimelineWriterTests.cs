using Spectre.Console;
using Spectre.Console.Testing;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Features;
using SpeechEmotion.Models;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Output;

public sealed class TimelineWriterTests
{
    private static readonly string[] s_labels = ["sad", "anger", "neutral"];

    private static readonly EmotionSegment[] s_segments =
    [
        new(0.52, 3.1, new EmotionScores(s_labels, [0.05f, 0.9f, 0.05f])),
        new(3.1, 59.9999, new EmotionScores(s_labels, [0.45f, 0.1f, 0.45f])),
        new(3725.5, 3726.25, new EmotionScores(s_labels, [0.25f, 0.125f, 0.625f])),
        new(3727, 3728, new EmotionScores(s_labels, [0.25f, 0.125f, 0.625f], 0.125f)),
    ];

    [Fact]
    public void Write_Audacity_IsStartEndLabelWithTabs() => Assert.Equal(
        "0.520000\t3.100000\tanger\n3.100000\t59.999900\tunsure\n3725.500000\t3726.250000\tneutral\n3727.000000\t3728.000000\tnoSpeech\n",
        Print(output => new TimelineAudacity(output)));

    [Fact]
    public void Write_WebVtt_IsACueEach() => Assert.Equal(
        "WEBVTT\n\n00:00:00.520 --> 00:00:03.100\nanger 90 %\n\n00:00:03.100 --> 00:01:00.000\nunsure: sad 45 %\n\n01:02:05.500 --> 01:02:06.250\nneutral 63 %\n\n01:02:07.000 --> 01:02:08.000\nnoSpeech 88 %\n",
        Print(output => new TimelineWebVtt(output)));

    [Fact]
    public void Write_AdaptedSegments_SayThatTheyAre()
    {
        EmotionSession session = new(EmotionRecognizer.Default);
        EmotionScores Scores(float[] probabilities) => new(EmotionRecognizer.Default.Card.Labels, probabilities, soundSeconds: 2);
        IReadOnlyList<EmotionSegment> adapted = session.Hear([new EmotionSegment(0, 2, Scores([1, 0, 0, 0, 0, 0])), new EmotionSegment(2, 4, Scores([0, 0, 0, 1, 0, 0]))]);
        string Text(Func<TextWriter, ITimelineWriter> create)
        {
            using StringWriter output = new();
            using (ITimelineWriter writer = create(output))
            {
                adapted.ToList().ForEach(writer.Write);
            }

            return output.ToString();
        }

        Assert.Equal("0.000000\t2.000000\tanger (adapted)\n2.000000\t4.000000\thappy (adapted)\n", Text(output => new TimelineAudacity(output)));
        string captions = Text(output => new TimelineWebVtt(output));
        Assert.StartsWith("WEBVTT\n\nNOTE adapted to the voice, from 4 s of speech\n\n00:00:00.000 --> 00:00:02.000\nanger ", captions, StringComparison.Ordinal);
        Assert.Equal(2, captions.Split("NOTE").Length);
    }

    [Fact]
    public void Write_WebVttLabelWithMarkup_IsEscaped()
    {
        StringWriter output = new();
        using (TimelineWebVtt writer = new(output))
        {
            writer.Write(new EmotionSegment(0, 1, new EmotionScores(["<b> & co"], [1])));
        }

        Assert.Contains("\n&lt;b&gt; &amp; co 100 %\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Csv_IsARowASegmentAndARowAnError() => Assert.Equal(
        """
        file,start,end,answer,emotion,probability,margin,unsure,speech,sad,anger,neutral,error
        "a, b.wav",0.52,3.1,anger,anger,0.9,0.85,false,1,0.05,0.9,0.05,
        "a, b.wav",3.1,60,unsure,sad,0.45,0,true,1,0.45,0.1,0.45,
        "a, b.wav",3725.5,3726.25,neutral,neutral,0.625,0.375,false,1,0.25,0.125,0.625,
        "a, b.wav",3727,3728,noSpeech,,,,,0.125,,,,
        "a, b.wav",,,,,,,,,,,,truncated

        """,
        Print(output => new TimelineCsv(output, s_labels), "truncated"));

    [Fact]
    public void Write_Json_IsOneDocument()
    {
        ModelCard card = new() { Name = "m", Labels = s_labels, Features = new FeatureConfig(), Network = "n", Corpus = "c", Version = "1" };
        Assert.Equal(
            """
            {
              "model": {
                "name": "m",
                "network": "n",
                "corpus": "c",
                "version": "1"
              },
              "results": [
                {
                  "file": "a, b.wav",
                  "segments": [
                    {
                      "start": 0.52,
                      "end": 3.1,
                      "answer": "anger",
                      "emotion": "anger",
                      "probability": 0.9,
                      "margin": 0.85,
                      "unsure": false,
                      "speech": 1,
                      "probabilities": {
                        "sad": 0.05,
                        "anger": 0.9,
                        "neutral": 0.05
                      }
                    }
                  ],
                  "seconds": 3726.25
                }
              ]
            }

            """,
            Print(output => new TimelineJson(output, card), segments: 1).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Write_Table_IsARowASegmentAndAStrip()
    {
        using TestConsole console = new();
        console.Profile.Width = 80;
        console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        using (TimelineTable table = new(console, s_labels))
        {
            table.Begin(new AudioInput("talks/a.wav", "a.wav"));
            table.Write(s_segments[0]);
            table.Write(new EmotionSegment(3.1, 4, s_segments[1].Scores));
            table.Write(new EmotionSegment(5.2, 6.2, s_segments[2].Scores));
            table.Write(new EmotionSegment(6.4, 7.4, s_segments[3].Scores));
            table.End(7.8, null);
        }

        Assert.Equal(
            [
                "a.wav",
                "   0:00.52 - 0:03.10    anger     ██████████▊   90 %",
                "   0:03.10 - 0:04.00    sad?      █████▍        45 %",
                "   0:05.20 - 0:06.20    neutral   ███████▌      63 %",
                "   0:06.40 - 0:07.40    no speech",
                $"  .....{new string('a', 26)}{new string('s', 9)}............{new string('n', 10)}..~~~~~~~~~~....",
                $"  0:00.00{new string(' ', 64)}0:07.80",
                "  anger 33 %  neutral 13 %  sad 12 %  no speech 13 %  silence 30 %",
                "? unsure: the first emotion is below 0.5 or hardly ahead of the second",
            ],
            Unwrapped(console.Output));
    }

    [Theory]
    [InlineData(ColorSystem.TrueColor, true, "██.█")]
    [InlineData(ColorSystem.NoColors, true, "aa.n")]
    [InlineData(ColorSystem.TrueColor, false, "aa.n")]
    public void Of_Strip_ShowsBlocksOnlyInColors(ColorSystem colors, bool unicode, string expected)
    {
        using TestConsole console = new();
        (console.Profile.Capabilities.ColorSystem, console.Profile.Capabilities.Unicode) = (colors, unicode);
        EmotionSegment[] segments = [new(0, 1.9, s_segments[0].Scores), new(2.6, 2.7, s_segments[0].Scores), new(3.1, 4, s_segments[2].Scores)];
        Assert.Equal(expected, Markup.Remove(EmotionStrip.Of(console, segments, 4, 4)));
        Assert.Contains("[#D55E00]", EmotionStrip.Of(console, segments, 4, 4), StringComparison.Ordinal);
        Assert.Equal("....", Markup.Remove(EmotionStrip.Of(console, [], 4, 4)));
    }

    private static string[] Unwrapped(string text) => [.. text.TrimEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())];

    private static string Print(Func<TextWriter, ITimelineWriter> create, string? error = null, int segments = 4)
    {
        StringWriter output = new();
        using (ITimelineWriter writer = create(output))
        {
            writer.Begin(new AudioInput("a, b.wav", "a, b.wav"));
            foreach (EmotionSegment segment in s_segments.Take(segments))
            {
                writer.Write(segment);
            }

            writer.End(3726.25, error);
        }

        return output.ToString();
    }
}

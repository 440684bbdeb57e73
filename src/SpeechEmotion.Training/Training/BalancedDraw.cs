using SpeechEmotion.Datasets;
using SpeechEmotion.Experiments;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Training;

/// <summary>Draws as many clips for an epoch as there are, those of small groups several times and not all of those of large ones, so that every group is as frequent.</summary>
internal sealed class BalancedDraw
{
    private readonly int[] _clips; // group after group
    private readonly double[] _ends; // of each one's stretch, when all of them are laid along a line of length 1

    private BalancedDraw(int[] groups)
    {
        Dictionary<int, int> sizes = groups.CountBy(group => group).ToDictionary();
        _clips = [.. Enumerable.Range(0, groups.Length).OrderBy(clip => groups[clip])];
        _ends = new double[groups.Length];
        double end = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            end += 1.0 / sizes.Count / sizes[groups[_clips[i]]];
            _ends[i] = end;
        }
    }

    /// <summary>Prepares the draw; null if nothing is balanced.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="balance">What is to be as frequent as its kind.</param>
    public static BalancedDraw? Of(IReadOnlyList<Utterance> clips, Balance balance)
    {
        string[] keys = [.. clips.Select(clip => balance switch
        {
            Balance.Emotion => clip.Emotion,
            Balance.Corpus => clip.Corpus,
            _ => $"{clip.Corpus}/{clip.Emotion}",
        })];
        return balance == Balance.None || clips.Count == 0 ? null : new BalancedDraw(Array.ConvertAll(keys, key => Array.IndexOf(keys, key)));
    }

    /// <summary>The clips of an epoch, by their indices, one after the other where they come again. Each comes as often as its weight says, but for less than once.</summary>
    /// <param name="random">Chooses which clips come once more or less.</param>
    public int[] Draw(SeededRandom random)
    {
        int[] drawn = new int[_ends.Length];
        double offset = random.NextUniform(0, 1);
        for (int i = 0, place = 0; i < drawn.Length; i++)
        {
            while (place < drawn.Length - 1 && _ends[place] < (i + offset) / drawn.Length)
            {
                place++;
            }

            drawn[i] = _clips[place];
        }

        return drawn;
    }
}

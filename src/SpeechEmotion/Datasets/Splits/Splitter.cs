using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Datasets.Splits;

/// <summary>
/// Divides clips, those of each corpus as if there were no other. A part is given to a speaker first (to a clip under random), and every clip then goes where its speaker went, so that no overlap can
/// arise. The same seed gives the same split, whatever the order of the clips.
/// </summary>
public static class Splitter
{
    private enum Part
    {
        Train,
        Validation,
        Test,
    }

    // Independent streams of random numbers below the seed.
    private const ulong TestStream = 1;
    private const ulong ValidationStream = 2;
    private const ulong FoldStream = 3;
    private const ulong InnerStream = 4;

    /// <summary>Divides clips into training, validation and test part, each in ordinal order of <see cref="Utterance.Id"/>.</summary>
    /// <param name="utterances">The clips, in any order.</param>
    /// <param name="config">The protocol and its shares.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <remarks>
    /// random: <c>⌈TestShare · n⌉</c> clips test and <c>⌈ValidationShare · rest⌉</c> of the others validate, both stratified by emotion with the largest
    /// remainders rounded up. speaker: the speakers are shuffled; TestShare of them test, ValidationShare of the others validate, rounded, at least one each (but none validates where its share is 0).
    /// folds: fold <see cref="SplitConfig.Fold"/> tests, ValidationShare of the other speakers validate. Five folds of CREMA-D are the published partition by
    /// actor (1001–1018, 1019–1036, 1037–1054, 1055–1072, 1073–1091) [Wu2024]; otherwise the speakers are dealt, by seed, so that the folds have about as
    /// many clips each. corpora: the corpus of number <see cref="SplitConfig.Fold"/> tests, ValidationShare of the speakers of each other one validate. all: every clip trains.
    /// </remarks>
    /// <exception cref="ArgumentException">The configuration is faulty, two clips have one name, a speaker is missing, or there are too few clips or speakers.</exception>
    public static Split Split(IReadOnlyList<Utterance> utterances, SplitConfig config, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(config);
        string[] faults = [.. config.Validate()];
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join("; ", faults));
        }

        Utterance[] clips = Sort(utterances);
        if (clips.Length == 0)
        {
            throw new ArgumentException("There are 0 clips to divide; at least one is needed.", nameof(utterances));
        }

        string? tested = config.Protocol == Protocol.Corpora ? Tested(clips, config.Fold) : null;
        var partOf = new Dictionary<string, Part>(StringComparer.Ordinal);
        foreach (IGrouping<string, Utterance> corpus in clips.GroupBy(u => u.Corpus, StringComparer.Ordinal))
        {
            Utterance[] own = [.. corpus];
            foreach ((Utterance clip, Part part) in config.Protocol == Protocol.Corpora ? DrawCorpus(own, corpus.Key == tested, config, seed) : Draw(own, config, seed))
            {
                partOf[clip.Id] = part;
            }
        }

        ILookup<Part, Utterance> parts = clips.ToLookup(u => partOf[u.Id]);
        return new Split([.. parts[Part.Train]], [.. parts[Part.Validation]], [.. parts[Part.Test]]);
    }

    /// <summary>The names of the clips' corpora, in ordinal order.</summary>
    internal static string[] Corpora(IEnumerable<Utterance> clips) => [.. clips.Select(clip => clip.Corpus).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Tested(Utterance[] clips, int? fold)
    {
        string[] corpora = Corpora(clips);
        int number = fold ?? throw new ArgumentException("The split is by corpora, and none is chosen; give split.fold.", nameof(fold));
        return corpora.Length < 2 ? throw new ArgumentException("There is one corpus; the protocol corpora needs two or more, one of which tests.", nameof(clips))
            : number < corpora.Length ? corpora[number]
            : throw new ArgumentException($"split.fold is {number}; there {(corpora.Length == 1 ? "is 1 corpus" : $"are {corpora.Length} corpora")} ({string.Join(", ", corpora)}), counted from 0.", nameof(fold));
    }

    // A corpus tests as a whole, or trains and validates.
    private static IEnumerable<(Utterance Clip, Part Part)> DrawCorpus(Utterance[] clips, bool tests, SplitConfig config, ulong seed)
    {
        if (tests || config.ValidationShare == 0)
        {
            return clips.Select(clip => (clip, tests ? Part.Test : Part.Train));
        }

        string[] speakers = SpeakerDraw.Speakers(clips);
        if (speakers.Length == 1)
        {
            return clips.Select(clip => (clip, Part.Train));
        }

        Dictionary<string, Part> partOf = WithValidation(speakers, [], config, new SeededRandom(seed, ValidationStream));
        return clips.Select(clip => (clip, partOf[clip.SpeakerId!]));
    }

    // The clips of one corpus, which are drawn as if there were no other.
    private static IEnumerable<(Utterance Clip, Part Part)> Draw(Utterance[] clips, SplitConfig config, ulong seed)
    {
        Dictionary<string, Part> partOf = config.Protocol switch
        {
            Protocol.Random => DrawClips(clips, config, seed),
            Protocol.Speaker => DrawSpeakers(clips, config, seed),
            Protocol.All => clips.ToDictionary(u => u.Id, _ => Part.Train, StringComparer.Ordinal),
            _ => DrawFold(clips, config, seed),
        };
        return clips.Select(clip => (clip, partOf[Key(clip, byClip: config.Protocol is Protocol.Random or Protocol.All)]));
    }

    /// <summary>Divides a training part once more into disjoint groups, as out-of-fold predictions need it.</summary>
    /// <param name="train">The clips, in any order.</param>
    /// <param name="groups">Number of groups, 2 or more.</param>
    /// <param name="protocol">random deals the clips of each emotion; all others keep each speaker in one group, with about as many clips in each.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <returns>The groups, none empty, each in ordinal order of <see cref="Utterance.Id"/>; together they are <paramref name="train"/>.</returns>
    /// <exception cref="ArgumentException">Two clips have one name, a speaker is missing, or there are fewer speakers (clips) than groups.</exception>
    public static IReadOnlyList<IReadOnlyList<Utterance>> InnerFolds(IReadOnlyList<Utterance> train, int groups, Protocol protocol, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        Utterance[] clips = Sort(train);
        var random = new SeededRandom(seed, InnerStream);
        bool byClip = protocol == Protocol.Random;
        Dictionary<string, int> groupOf = byClip ? ClipDraw.Deal(clips, groups, random) : SpeakerDraw.Deal(clips, groups, random);
        ILookup<int, Utterance> dealt = clips.ToLookup(u => groupOf[Key(u, byClip)]);
        return [.. Enumerable.Range(0, groups).Select(group => dealt[group].ToArray())];
    }

    private static Dictionary<string, Part> DrawClips(Utterance[] clips, SplitConfig config, ulong seed)
    {
        if (clips.Length < 3)
        {
            throw new ArgumentException($"{Counted.Of(clips.Length, "clip")} cannot fill a training, a validation and a test part; at least 3 are needed.");
        }

        HashSet<string> test = ClipDraw.Stratified(clips, config.TestShare, keep: 2, new SeededRandom(seed, TestStream));
        Utterance[] rest = [.. clips.Where(u => !test.Contains(u.Id))];
        HashSet<string> validation = config.ValidationShare == 0 ? [] : ClipDraw.Stratified(rest, config.ValidationShare ?? 0.05, keep: 1, new SeededRandom(seed, ValidationStream));
        return clips.ToDictionary(
            u => u.Id,
            u => test.Contains(u.Id) ? Part.Test : validation.Contains(u.Id) ? Part.Validation : Part.Train,
            StringComparer.Ordinal);
    }

    private static Dictionary<string, Part> DrawSpeakers(Utterance[] clips, SplitConfig config, ulong seed)
    {
        string[] speakers = SpeakerDraw.Speakers(clips);
        if (speakers.Length < 3)
        {
            throw new ArgumentException(
                $"{Counted.Of(speakers.Length, "speaker")} ({string.Join(", ", speakers)}) cannot fill a training, a validation and a test part; "
                + "at least 3 are needed, or the protocol random.");
        }

        string[] test = SpeakerDraw.Share(speakers, config.TestShare, keep: 2, new SeededRandom(seed, TestStream));
        return WithValidation(speakers, test, config, new SeededRandom(seed, ValidationStream));
    }

    private static Dictionary<string, Part> DrawFold(Utterance[] clips, SplitConfig config, ulong seed)
    {
        int fold = config.Fold ?? throw new ArgumentException("The split is by folds, and no fold is chosen; give split.fold.", nameof(config));
        string[] speakers = SpeakerDraw.Speakers(clips);
        Dictionary<string, int> foldOf = KnownCorpora.PublishedFolds(clips, config.Folds)
            ?? SpeakerDraw.Deal(clips, config.Folds, new SeededRandom(seed, FoldStream));
        string[] test = [.. speakers.Where(speaker => foldOf[speaker] == fold)];
        int needed = config.ValidationShare == 0 ? 1 : 2;
        if (speakers.Length - test.Length < needed)
        {
            throw new ArgumentException(
                $"Fold {fold} leaves {speakers.Length - test.Length} of {speakers.Length} speakers to train{(needed > 1 ? " and validate" : "")}; "
                + $"at least {needed} {(needed > 1 ? "are" : "is")} needed: take more folds, or the protocol random.");
        }

        return WithValidation(speakers, test, config, new SeededRandom(seed, ValidationStream, (ulong)fold));
    }

    private static Dictionary<string, Part> WithValidation(string[] speakers, string[] test, SplitConfig config, SeededRandom random)
    {
        string[] rest = [.. speakers.Except(test, StringComparer.Ordinal)];
        string[] validation = config.ValidationShare == 0 ? [] : SpeakerDraw.Share(rest, config.ValidationShare ?? 0.1, keep: 1, random);
        Dictionary<string, Part> partOf = speakers.ToDictionary(speaker => speaker, _ => Part.Train, StringComparer.Ordinal);
        foreach (string speaker in test)
        {
            partOf[speaker] = Part.Test;
        }

        foreach (string speaker in validation)
        {
            partOf[speaker] = Part.Validation;
        }

        return partOf;
    }

    private static string Key(Utterance utterance, bool byClip) => byClip ? utterance.Id : utterance.SpeakerId!;

    private static Utterance[] Sort(IReadOnlyList<Utterance> utterances)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        Utterance[] clips = [.. utterances.OrderBy(u => u.Id, StringComparer.Ordinal)];
        for (int i = 1; i < clips.Length; i++)
        {
            if (clips[i].Id == clips[i - 1].Id)
            {
                throw new ArgumentException($"Clip '{clips[i].Id}' is listed twice; every clip must be there once, or it could be on two sides.");
            }
        }

        return clips;
    }
}

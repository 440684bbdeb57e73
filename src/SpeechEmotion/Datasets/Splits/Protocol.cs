namespace SpeechEmotion.Datasets.Splits;

/// <summary>How a corpus is divided into training, validation and test part.</summary>
public enum Protocol
{
    /// <summary>No speaker is on two sides: about 70 % of the speakers train, the others test.</summary>
    Speaker,

    /// <summary>The published protocol: clips are drawn regardless of speaker, 70 % to 30 %, stratified by emotion. It flatters every model.</summary>
    Random,

    /// <summary>k folds by speaker; each in turn is the test part.</summary>
    Folds,

    /// <summary>Each corpus in turn is the test part of networks that never heard it: the only protocol that shows what a network knows of other people's recordings.</summary>
    Corpora,

    /// <summary>Every clip trains and none tests: for the network that ships, once another run has measured how good its kind is.</summary>
    All,
}

namespace SpeechEmotion.Cli.Options;

/// <summary>The forms in which <c>ser predict</c> gives its answers.</summary>
internal enum AnswerFormat
{
    /// <summary>Bars and tables, for people.</summary>
    Shown,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>A JSON object per line.</summary>
    JsonLines,

    /// <summary>A table of columns for data frames and databases.</summary>
    Parquet,

    /// <summary>A label track of one recording.</summary>
    Audacity,

    /// <summary>Captions of one recording.</summary>
    WebVtt,
}

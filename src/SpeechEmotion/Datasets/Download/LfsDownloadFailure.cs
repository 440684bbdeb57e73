namespace SpeechEmotion.Datasets.Download;

/// <summary>A file that could not be downloaded.</summary>
/// <param name="Name">The file's name in the manifest.</param>
/// <param name="Reason">What went wrong at the last try, on one line.</param>
internal sealed record LfsDownloadFailure(string Name, string Reason);

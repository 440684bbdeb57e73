namespace SpeechEmotion.Datasets.Download;

/// <summary>A file as the manifest describes it.</summary>
/// <param name="Name">File name without any folder, e.g. <c>1001_DFA_ANG_XX.wav</c>.</param>
/// <param name="Sha256">SHA-256 of the content as 64 lower-case hexadecimal digits, which is also its object name in Git LFS [GitLfs].</param>
/// <param name="Bytes">Length of the content in bytes; at least 1.</param>
internal sealed record LfsDownloadFile(string Name, string Sha256, long Bytes);

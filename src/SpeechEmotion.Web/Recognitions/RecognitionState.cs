namespace SpeechEmotion.Web.Recognitions;

/// <summary>How far a recognition is.</summary>
internal enum RecognitionState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

namespace SpeechEmotion.Audio;

/// <summary>Work away from the caller's thread.</summary>
internal static class Background
{
    /// <summary>Runs work on a thread of the pool; or, where it may have to wait for bytes, on one of its own, so that however many recordings are waited for, the pool goes on.</summary>
    /// <param name="work">The work.</param>
    /// <param name="mayWait">Whether it may have to wait.</param>
    /// <param name="cancellation">Keeps it from starting.</param>
    public static Task<T> RunAsync<T>(Func<T> work, bool mayWait, CancellationToken cancellation) =>
        Task.Factory.StartNew(work, cancellation, mayWait ? TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach : TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}

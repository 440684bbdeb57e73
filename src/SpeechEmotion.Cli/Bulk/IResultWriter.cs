namespace SpeechEmotion.Cli.Bulk;

/// <summary>Writes results to a file of some format, one after the other.</summary>
internal interface IResultWriter : IAsyncDisposable
{
    /// <summary>Writes one result.</summary>
    ValueTask WriteAsync(ResultRow row);

    /// <summary>Writes what is held back; there are no more results.</summary>
    ValueTask FinishAsync();
}

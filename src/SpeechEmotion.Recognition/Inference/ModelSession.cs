using Microsoft.ML.OnnxRuntime;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition.Encoders;

namespace SpeechEmotion.Recognition.Inference;

/// <summary>A model in ONNX Runtime that any number of threads may run, and that is freed once none of them does any more.</summary>
/// <param name="session">The model, which becomes this object's own.</param>
/// <param name="name">What error messages call it.</param>
/// <param name="encoder">The encoder that the model keeps in a file of its own, which becomes this object's own, too; null if it has none.</param>
internal sealed class ModelSession(InferenceSession session, string name, OnnxEncoder? encoder) : IDisposable
{
    private readonly string[] _outputs = [ModelFile.Output, .. new[] { ModelFile.SpeechOutput, ModelFile.UnfamiliarityOutput }.Where(session.OutputMetadata.ContainsKey)];
    private readonly RunOptions _runOptions = new();
    private readonly ReaderWriterLockSlim _use = new(); // read: the session runs; written: it is freed
    private bool _isDisposed;

    /// <summary>Whether the model tells speech from other sounds.</summary>
    public bool HasGate => _outputs.Contains(ModelFile.SpeechOutput);

    /// <summary>Runs the model.</summary>
    /// <param name="samples">Samples <c>[n]</c> at the model's rate.</param>
    /// <param name="cancellation">Ends it, also while it runs.</param>
    /// <returns>What the model gives, unchecked; of an output that it does not have, 1.</returns>
    /// <exception cref="InvalidDataException">The model fails.</exception>
    /// <exception cref="ObjectDisposedException">The recognizer has been disposed.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public (float[] Probabilities, float Speech, float Unfamiliarity) Run(float[] samples, CancellationToken cancellation)
    {
        using RunOptions? own = cancellation.CanBeCanceled ? new RunOptions() : null;
        using CancellationTokenRegistration stop = own is null ? default : cancellation.Register(() => own.Terminate = true);
        _use.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(EmotionRecognizer));
            using OrtValue waveform = OrtValue.CreateTensorValueFromMemory(samples, [1, samples.Length]);
            float[] vector = encoder?.Encode(samples, own ?? _runOptions) ?? [];
            using OrtValue? embedding = encoder is null ? null : OrtValue.CreateTensorValueFromMemory(vector, [1, vector.Length]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = embedding is null
                ? session.Run(own ?? _runOptions, [ModelFile.Input], [waveform], _outputs)
                : session.Run(own ?? _runOptions, [ModelFile.Input, ModelFile.EmbeddingInput], [waveform, embedding], _outputs);
            float One(string output) => Array.IndexOf(_outputs, output) is >= 0 and int at ? outputs[at].GetTensorDataAsSpan<float>()[0] : 1;
            return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), One(ModelFile.SpeechOutput), One(ModelFile.UnfamiliarityOutput));
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidDataException && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"{name}: the model fails on a clip of {Counted.Of(samples.Length, "sample")}: {ModelFile.FirstLine(e)}", e);
        }
        finally
        {
            _use.ExitReadLock();
        }
    }

    public void Dispose()
    {
        _use.EnterWriteLock();
        try
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                session.Dispose();
                encoder?.Dispose();
                _runOptions.Dispose();
            }
        }
        finally
        {
            _use.ExitWriteLock();
        }
    }
}

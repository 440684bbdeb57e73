#:project ../src/SpeechEmotion.Recognition/SpeechEmotion.Recognition.csproj

using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;

using EmotionRecognizer recognizer = EmotionRecognizer.Load(args is [var model, _] ? model : "models/default.onnx");
EmotionScores scores = recognizer.Recognize(AudioFile.Read(args is [_, var recording] ? recording : "samples/audio/monotone.wav"));
foreach ((string label, float probability) in scores.Labels.Zip(scores.Probabilities))
{
    Console.WriteLine($"{label,-10} {probability:0.000}");
}

#:project ../src/SpeechEmotion.Recognition/SpeechEmotion.Recognition.csproj

using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;

// 1. the model that ships with the library, or one that is named: dotnet run samples/13-recognition.cs -- model.onnx recording.wav
using EmotionRecognizer recognizer = args.Length > 0 ? EmotionRecognizer.Load(args[0]) : EmotionRecognizer.Default;
Console.WriteLine($"model '{recognizer.Card.Name}', trained on '{recognizer.Card.Corpus}', hears {string.Join(", ", recognizer.Card.Labels)}");

// 2. a recording, or two seconds of a humming tone
const int rate = 22050;
AudioClip clip = args.Length > 1
    ? AudioFile.Read(args[1])
    : new AudioClip([.. Enumerable.Range(0, 2 * rate).Select(i => (float)Enumerable.Range(1, 5).Sum(k => 0.2 / k * Math.Sin(2 * Math.PI * 180 * k * i / rate)))], rate);

// 3. clip -> a probability for each emotion
EmotionScores scores = recognizer.Recognize(clip);
foreach ((string label, float probability) in scores.Labels.Zip(scores.Probabilities).OrderByDescending(pair => pair.Second))
{
    Console.WriteLine($"{label,-8} {probability:0.000} {new string('#', (int)(40 * probability))}");
}

Console.WriteLine($"answer: {scores}");

#:project ../src/SpeechEmotion/SpeechEmotion.csproj

using SpeechEmotion.Metrics;
using SpeechEmotion.Signal;

// 1. the logits of 300 clips of ten speakers: the intended emotion is ahead, but by too much for how often that is right
string[] labels = ["sad", "anger", "neutral"];
SeededRandom random = new(seed: 1);
int[] truth = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
string[] speakers = [.. truth.Select((_, i) => $"speaker {i / 30}")];
float[][] logits = [.. truth.Select(emotion => labels.Select((_, i) => (float)((i == emotion ? 4 : 0) + (4 * random.NextGaussian()))).ToArray())];

// 2. logits -> predictions -> confusion matrix -> figures
int[] predicted = [.. logits.Select(row => Calibration.MostLikely(row))];
ConfusionMatrix confusion = ConfusionMatrix.Count(truth, predicted, labels.Length);
Console.Write(ClassificationReport.From(confusion, labels));

// 3. how sure the figure is: whole speakers are drawn again and again
Interval interval = Bootstrap.Interval(truth, predicted, labels.Length, matrix => matrix.Uar, speakers, seed: 1);
Console.WriteLine($"\nUAR {confusion.Uar:0.000}, 95 % interval {interval.Lower:0.000} to {interval.Upper:0.000}");

// 4. whether the probabilities mean what they say, before and after temperature scaling (in an experiment T is fitted on the validation part)
double temperature = TemperatureScaling.Fit(logits, truth);
float[][] raw = [.. logits.Select(row => TemperatureScaling.Apply(row, 1))];
float[][] calibrated = [.. logits.Select(row => TemperatureScaling.Apply(row, temperature))];
Console.WriteLine($"temperature {temperature:0.00}: calibration error {Calibration.ExpectedError(raw, truth):0.000} -> {Calibration.ExpectedError(calibrated, truth):0.000}");

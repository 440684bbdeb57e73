"""Recognises the emotion of a recording: python recognize.py model.onnx recording.wav  (pip install onnxruntime)"""
import json, sys, wave
import numpy, onnxruntime

session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
card = json.loads(session.get_modelmeta().custom_metadata_map["card"])
with wave.open(sys.argv[2]) as file:
    assert file.getparams()[:3] == (1, 2, card["features"]["sampleRate"]), "resample to mono, 16 bits and the model's rate"
    samples = numpy.frombuffer(file.readframes(file.getnframes()), "<i2").astype("float32") / 32768
samples -= samples.mean()  # a constant is no sound
answer = dict(zip([output.name for output in session.get_outputs()], session.run(None, {"waveform": samples[None, :]})))
if "speech" in answer and answer["speech"][0] < 0.5:
    print("no speech")
    sys.exit()
probabilities = answer["probabilities"][0]
for label, probability in sorted(zip(card["labels"], probabilities), key=lambda pair: -pair[1]):
    print(f"{label:10} {probability:.3f}")

"""A Python pipeline beside `ser predict LIST --out F.jsonl`: files to lines of JSON, a process per core. files.py LIST OUT WORKERS"""

import json
import multiprocessing
import sys
import wave

import numpy
import torch
import torchaudio

RATE, FRAME, HOP, BANDS, LABELS = 16000, 512, 128, 40, ["anger", "disgust", "fear", "happy", "neutral", "sad"]


def prepare():
    """Once in each worker: front end and network, the latter untrained, which costs the same time."""
    global mel, decibels, network
    from emonet import emonet

    torch.set_num_threads(1)
    torch.manual_seed(1)
    mel = torchaudio.transforms.MelSpectrogram(sample_rate=RATE, n_fft=FRAME, hop_length=HOP, n_mels=BANDS, pad_mode="constant", norm="slaney", mel_scale="slaney")
    decibels = torchaudio.transforms.AmplitudeToDB("power", top_db=80)
    network = emonet(BANDS + 1, 0, len(LABELS), 1).eval()


@torch.no_grad()
def answer(path):
    try:
        with wave.open(path) as file:
            samples = numpy.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
            assert file.getframerate() == RATE
        rows = decibels(mel(torch.from_numpy(samples.astype(numpy.float32) / 32768)))
        rows = (rows - rows.mean()) / (rows.std() + 1e-6)
        rows = torch.cat([rows, torch.ones(1, rows.shape[1])])
        probabilities = network(rows[None, None]).softmax(1)[0].tolist()
        return {"file": path, "seconds": len(samples) / RATE, "emotion": LABELS[numpy.argmax(probabilities)], "probabilities": dict(zip(LABELS, probabilities))}
    except Exception as error:
        return {"file": path, "error": str(error)}


if __name__ == "__main__":
    with open(sys.argv[1]) as names, open(sys.argv[2], "w") as output, multiprocessing.Pool(int(sys.argv[3]), prepare) as pool:
        for result in pool.imap(answer, (name.rstrip("\n") for name in names), chunksize=8):
            output.write(json.dumps(result) + "\n")

"""Writes the reference values for the feature tests, in double precision from the definitions; tests only read them.

    python3 tests/reference/features/generate.py

Needs NumPy and SciPy. The definitions are those of librosa 0.10, see README.md. The first steps, up to the mel spectrogram,
are checked against values that librosa itself wrote (../librosa).
"""

import json
import pathlib

import numpy as np
from scipy.fft import dct
from scipy.signal import get_window, savgol_filter

HERE = pathlib.Path(__file__).parent
LIBROSA = HERE.parent / "librosa"
RATES = {"vowel16k": 16000, "burst16k": 16000, "chirp22k": 22050, "short16k": 16000, "silence16k": 16000}
SETTINGS = [(512, 512, 128, 40), (480, 480, 160, 64), (2048, 2048, 512, 128), (512, 400, 160, 40)]  # frame, window, hop, mel bands
COEFFICIENTS = 20
DELTA_WIDTH = 9
TINY = np.finfo(np.float32).tiny


def frames_of(samples, length, hop):
    """Frames [length, 1 + n // hop]; frame t is centred on sample t * hop, with zeros beyond the signal."""
    padded = np.pad(samples, length // 2)
    starts = hop * np.arange(1 + len(samples) // hop)
    return padded[starts[None, :] + np.arange(length)[:, None]]


def power_spectrum(frames, window_length):
    """|X[k]|^2 of each frame under a periodic Hann window that stands in its middle, [length / 2 + 1, frames]."""
    length = len(frames)
    window = np.zeros(length)
    start = (length - window_length) // 2
    window[start:start + window_length] = get_window("hann", window_length, fftbins=True)
    return np.abs(np.fft.rfft(frames * window[:, None], axis=0)) ** 2


def mel_bank(rate, length, bands):
    """Triangles of area 1 over Hz, with corners equally far apart on Slaney's scale of pitch."""
    def to_mel(f):
        return np.where(f < 1000, 3 * f / 200, 15 + 27 * np.log(np.maximum(f, 1000) / 1000) / np.log(6.4))

    def to_hertz(m):
        return np.where(m < 15, 200 * m / 3, 1000 * np.exp((m - 15) * np.log(6.4) / 27))

    corners = to_hertz(np.linspace(0, to_mel(np.array(rate / 2.0)), bands + 2))
    frequencies = np.arange(length // 2 + 1) * rate / length
    left, centre, right = corners[:-2, None], corners[1:-1, None], corners[2:, None]
    rising, falling = (frequencies - left) / (centre - left), (right - frequencies) / (right - centre)
    return np.maximum(0, np.minimum(rising, falling)) * 2 / (right - left)


def decibels(power):
    values = 10 * np.log10(np.maximum(power, 1e-10))
    return np.maximum(values, values.max() - 80)


def over_norm(values, norm):
    """Columns over their norm; a column of zeros stays one."""
    return values / np.where(norm < TINY, 1, norm)


def chroma_bank(rate, length):
    """Bell curves over pitch class for each bin of the spectrum, C first, under a bell over octaves [Ellis 2007]."""
    # Place of each bin in semitones above A0 (27.5 Hz); the bin of 0 Hz is put an octave and a half below the next one.
    semitones = 12 * np.log2(np.arange(1, length) * rate / length / 27.5)
    semitones = np.concatenate([[semitones[0] - 18], semitones])
    width = np.concatenate([np.maximum(np.diff(semitones), 1), [1]])
    distance = (semitones[None, :] - np.arange(12)[:, None] + 6) % 12 - 6  # to the nearest pitch of the class, A first
    weights = np.exp(-0.5 * (2 * distance / width) ** 2)
    weights = over_norm(weights, np.sqrt((weights ** 2).sum(axis=0)))
    weights *= np.exp(-0.5 * ((semitones / 12 - 5) / 2) ** 2)  # centred five octaves above A0, two octaves wide
    return np.concatenate([weights[3:], weights[:3]])[:, :length // 2 + 1]


def features(samples, rate, length, window_length, hop, bands):
    """Each kind's rows, in the order of the file."""
    frames = frames_of(samples, length, hop)
    power = power_spectrum(frames, window_length)
    magnitude = np.sqrt(power)
    frequencies = (np.arange(length // 2 + 1) * rate / length)[:, None]
    share = over_norm(magnitude, magnitude.sum(axis=0))
    centroid = (frequencies * share).sum(axis=0)
    passed = np.cumsum(magnitude, axis=0)
    floored = np.maximum(power, 1e-10)
    chroma = chroma_bank(rate, length) @ power
    mel = mel_bank(rate, length, bands) @ power
    mfcc = dct(decibels(mel), axis=0, type=2, norm="ortho")[:COEFFICIENTS]
    rows = {
        "rms": np.sqrt((frames ** 2).mean(axis=0)),
        "centroid": centroid,
        "bandwidth": np.sqrt((share * (frequencies - centroid) ** 2).sum(axis=0)),
        "rolloff": frequencies[np.argmax(passed >= 0.85 * passed[-1], axis=0), 0],
        "flatness": np.exp(np.log(floored).mean(axis=0)) / floored.mean(axis=0),
        "chroma": over_norm(chroma, chroma.max(axis=0)),
        "mfcc": mfcc,
    }
    if mfcc.shape[1] >= DELTA_WIDTH:
        rows["mfcc-delta"] = savgol_filter(mfcc, DELTA_WIDTH, polyorder=1, deriv=1, axis=1, mode="interp")
        rows["mfcc-delta2"] = savgol_filter(mfcc, DELTA_WIDTH, polyorder=2, deriv=2, axis=1, mode="interp")
    return rows, mel


def check_against_librosa(name, setting, mel):
    file = LIBROSA / f"{name}.mel.{setting[0]}.{setting[2]}.{setting[3]}.npy"
    if setting[0] == setting[1]:
        expected = np.load(file)
        assert np.abs(mel - expected).max() <= 1e-5 * max(expected.max(), TINY), f"{file.name}: not librosa's mel spectrogram"


def main():
    cases = []
    for name, rate in RATES.items():
        samples = np.load(LIBROSA / f"{name}.npy").astype(np.float64)
        for setting in SETTINGS:
            length, window_length, hop, bands = setting
            rows, mel = features(samples, rate, *setting)
            check_against_librosa(name, setting, mel)
            file = f"{name}.{length}.{window_length}.{hop}.{bands}.npy"
            np.save(HERE / file, np.vstack([np.atleast_2d(values) for values in rows.values()]).astype(np.float32))
            cases.append({
                "file": file, "input": name, "sampleRate": rate, "frameLength": length, "windowLength": window_length, "hopLength": hop, "melBands": bands,
                "kinds": list(rows),
            })
    text = ",\n".join("  " + json.dumps(case) for case in cases)
    (HERE / "cases.json").write_text(f'{{\n "cases": [\n{text}\n ]\n}}\n')


if __name__ == "__main__":
    main()

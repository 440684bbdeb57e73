"""Writes metrics.json, the reference values for the Metrics tests. Run once with scikit-learn installed; tests only read.

    python3 tests/reference/metrics/generate.py
"""

import json
import pathlib
import warnings

import numpy
import scipy
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn import metrics

EXPO_NET = [
    [264, 9, 48, 6, 17, 37], [6, 293, 14, 39, 12, 18], [48, 7, 229, 14, 12, 16],
    [21, 51, 35, 195, 52, 28], [103, 21, 35, 53, 150, 19], [76, 33, 47, 37, 25, 163],
]
CREMA_D = ["sad", "anger", "neutral", "happy", "fear", "disgust"]


def unroll(confusion):
    """Truth and prediction of every clip of a confusion matrix."""
    truth, predicted = [], []
    for i, row in enumerate(confusion):
        for j, count in enumerate(row):
            truth += [i] * count
            predicted += [j] * count
    return truth, predicted


def report(name, truth, predicted, labels):
    """Everything scikit-learn says about one list of predictions."""
    indices = list(range(len(labels)))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, predicted, labels=indices, zero_division=0)
    average = {
        kind: metrics.precision_recall_fscore_support(truth, predicted, labels=indices, average=kind, zero_division=0)[:3]
        for kind in ("macro", "weighted")
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # balanced_accuracy_score warns of classes that only occur in the prediction
        uar = metrics.balanced_accuracy_score(truth, predicted)
    text = {
        str(digits): metrics.classification_report(
            truth, predicted, labels=indices, target_names=labels, digits=digits, zero_division=0)
        for digits in (2, 4)
    }
    if not numpy.any(numpy.equal(truth, predicted)) or set(truth + predicted) != set(indices):
        text = {}  # scikit-learn 1.2 then prints each support as a float ("1.0"), or the accuracy as "micro avg"; later versions do not
    return {
        "name": name, "labels": labels, "truth": truth, "predicted": predicted,
        "confusion": metrics.confusion_matrix(truth, predicted, labels=indices).tolist(),
        "accuracy": metrics.accuracy_score(truth, predicted), "uar": uar,
        "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(), "support": [int(count) for count in support],
        "macro": list(average["macro"]), "weighted": list(average["weighted"]), "text": text,
    }


def expected_calibration_error(probabilities, truth, bins=15):
    """Guo et al. 2017, written out bin by bin with numpy."""
    top, predicted = probabilities.max(axis=1), probabilities.argmax(axis=1)
    error = 0.0
    for b in range(bins):
        inside = (top > b / bins) & (top <= (b + 1) / bins)
        if inside.any():
            error += inside.mean() * abs((predicted[inside] == truth[inside]).mean() - top[inside].mean())
    return error


def calibration(name, logits, truth):
    logits = logits.astype(numpy.float32)
    probabilities = numpy.exp(log_softmax(logits.astype(numpy.float64), axis=1)).astype(numpy.float32)
    loss = lambda t: -log_softmax(logits.astype(numpy.float64) / t, axis=1)[numpy.arange(len(truth)), truth].mean()
    fit = minimize_scalar(lambda s: loss(numpy.exp(s)), bounds=(numpy.log(0.05), numpy.log(20)), method="bounded",
                          options={"xatol": 1e-10})
    return {
        "name": name, "logits": logits.tolist(), "truth": truth.tolist(), "probabilities": probabilities.tolist(),
        "ece": expected_calibration_error(probabilities.astype(numpy.float64), truth),
        "logLoss": metrics.log_loss(truth, probabilities.astype(numpy.float64), labels=list(range(logits.shape[1]))),
        "temperature": float(numpy.exp(fit.x)),
    }


def main():
    random = numpy.random.default_rng(20200305)
    truth6, predicted6 = random.integers(0, 6, 300).tolist(), random.integers(0, 6, 300).tolist()
    reports = [
        report("ExpoNet, published", *unroll(EXPO_NET), CREMA_D),
        report("perfect", [0, 1, 2, 2], [0, 1, 2, 2], ["sad", "anger", "neutral"]),
        report("all wrong", [0, 1, 2], [1, 2, 0], ["sad", "anger", "neutral"]),
        report("a label without clips", [0, 0, 1, 1], [0, 1, 1, 1], ["sad", "anger", "neutral"]),
        report("a label predicted but never true", [0, 0, 1, 1], [0, 2, 1, 1], ["sad", "anger", "neutral"]),
        report("a label never predicted", [0, 0, 1, 2], [0, 0, 0, 0], ["sad", "anger", "neutral"]),
        report("long names", [0, 1, 1, 0], [0, 1, 0, 0], ["pleasantly surprised", "no particular emotion"]),
        report("decimal ties", [0] * 8 + [1] * 8 + [2] * 200, [0] + [1] * 7 + [0, 0, 0] + [1] * 5 + [2] * 57 + [0] * 143,
               ["sad", "anger", "neutral"]),
        report("one label", [0, 0], [0, 0], ["sad"]),
        report("random", truth6, predicted6, CREMA_D),
    ]
    truth = random.integers(0, 6, 200)
    logits = random.normal(size=(200, 6)) * 1.5
    logits[numpy.arange(200), truth] += 1.5
    tied = numpy.zeros((6, 3))
    tied[3:] = [[1, 1, 0], [0, 2, 2], [3, 0, 3]]
    calibrations = [
        calibration("overconfident", logits * 2.5, truth),
        calibration("underconfident", logits * 0.3, truth),
        calibration("equal probabilities and ties", tied, numpy.array([0, 1, 2, 0, 1, 0])),
    ]
    rounding = [[k / n, digits, f"{k / n:.{digits}f}"] for n in (8, 16, 40, 200, 2000) for k in range(0, n + 1, max(1, n // 200)) for digits in (2, 3)]
    document = {
        "generator": "tests/reference/metrics/generate.py",
        "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__},
        "reports": reports, "calibrations": calibrations, "rounding": rounding,
    }
    path = pathlib.Path(__file__).with_name("metrics.json")
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()

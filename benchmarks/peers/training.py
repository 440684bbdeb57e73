"""PyTorch's side of the training table: the same network, the same weights, the same batches."""

import json
import sys
import time

import numpy
import torch
from torch import nn

from emonet import emonet


def rezonet(bands, frames, labels, width):
    a, b, c, d = (max(1, int(n * width + 0.5)) for n in (10, 20, 40, 80))
    convolutions = [
        nn.Conv2d(1, a, (1, 9)), nn.ReLU(), nn.Conv2d(a, a, (1, 5)), nn.ReLU(), nn.Conv2d(a, a, (1, 3)), nn.ReLU(), nn.MaxPool2d((1, 3), (1, 1)), nn.BatchNorm2d(a),
        nn.Conv2d(a, b, (1, 3)), nn.ReLU(), nn.Conv2d(b, b, (1, 3)), nn.ReLU(), nn.MaxPool2d((1, 2)), nn.BatchNorm2d(b),
        nn.Conv2d(b, c, (1, 13)), nn.ReLU(), nn.Conv2d(c, c, (1, 1)), nn.ReLU(), nn.MaxPool2d((1, 2)), nn.BatchNorm2d(c),
        nn.Conv2d(c, d, (1, 1)), nn.ReLU(), nn.Flatten()]
    units = units_after(convolutions, torch.zeros(1, 1, bands, frames))
    return nn.Sequential(*convolutions, nn.Linear(units, 80), nn.ReLU(), nn.Linear(80, 30), nn.Linear(30, labels))


def dummynet(bands, frames, labels, width):
    a, b = (max(1, int(n * width + 0.5)) for n in (512, 128))
    convolutions = [
        nn.Flatten(2),
        nn.Conv1d(1, a, 5), nn.ReLU(), nn.MaxPool1d(5, 2), nn.Conv1d(a, a, 5), nn.ReLU(), nn.MaxPool1d(5, 2), nn.Conv1d(a, b, 5), nn.ReLU(), nn.MaxPool1d(5, 2), nn.Flatten()]
    units = units_after(convolutions, torch.zeros(1, 1, bands, frames))
    return nn.Sequential(*convolutions, nn.Linear(units, 256), nn.ReLU(), nn.Linear(256, labels))


@torch.no_grad()
def units_after(layers, x):
    return nn.Sequential(*layers).eval()(x).shape[1]


networks = {"EmoNet": emonet, "RezoNet": rezonet, "DummyNet": dummynet}


def load(request):
    global network, optimizer, batches, precision
    precision = torch.bfloat16 if request["precision"] == "BFloat16" else None
    torch.set_num_threads(request["threads"])
    network = networks[request["network"]](request["bands"], request["frames"], request["labels"], request["width"])
    with torch.no_grad():
        weights, start = torch.from_numpy(numpy.load(request["weights"])), 0
        for parameter in network.parameters():
            parameter.copy_(weights[start : start + parameter.numel()].view(parameter.shape))
            start += parameter.numel()
    assert start == len(weights), f"{start} parameters here, {len(weights)} there"
    features, truth = torch.from_numpy(numpy.load(request["features"]))[:, None], torch.tensor(request["truth"])
    batches = list(zip(features.split(request["batch"]), truth.split(request["batch"])))
    kind = torch.optim.AdamW if request["optimizer"] == "AdamW" else torch.optim.Adam
    optimizer = kind(network.parameters(), lr=request["rate"], weight_decay=request["decay"])
    with torch.no_grad():
        return {"torch": torch.__version__, "logits": network.eval()(batches[0][0]).flatten().tolist()}


def epoch():
    network.train()
    start, losses = time.perf_counter(), 0.0
    for x, y in batches:
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=precision, enabled=precision is not None):
            logits = network(x).float()
        loss = nn.functional.cross_entropy(logits, y)
        loss.backward()
        optimizer.step()
        losses += loss.item()
        logits.argmax(1).tolist()
    return {"seconds": time.perf_counter() - start, "loss": losses / len(batches)}


for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(load(request) if request["do"] == "load" else epoch()), flush=True)

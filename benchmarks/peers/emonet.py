"""EmoNet in PyTorch."""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    def __init__(self, channels, dilation):
        super().__init__()
        few = max(8, channels // 4)
        self.layers = nn.ModuleList([
            nn.Conv1d(channels, channels, 3, padding=dilation, dilation=dilation, bias=False), nn.BatchNorm1d(channels),
            nn.Conv1d(channels, channels, 1, bias=False), nn.BatchNorm1d(channels), nn.Linear(channels, few), nn.Linear(few, channels)])

    def forward(self, x, active):
        convolution, norm1, mix, norm2, squeeze, expand = self.layers
        y = norm2(mix(norm1(convolution(x)).relu()))
        means = (y * active.to(y.dtype)).float().sum(2) / (active.sum(2) + 1e-6)
        weights = expand(squeeze(means).relu()).sigmoid()
        return (x + y * weights.to(y.dtype)[:, :, None]).relu() * active.to(y.dtype)


class AttentivePooling(nn.Module):
    def __init__(self, channels, hidden):
        super().__init__()
        self.hidden, self.score = nn.Conv1d(channels, hidden, 1), nn.Conv1d(hidden, channels, 1)

    def forward(self, x, active):
        x = x.float()
        weighed = (self.score(self.hidden(x).tanh()) + (active + 1e-6).log()).softmax(2) * x
        mean = weighed.sum(2)
        return torch.cat([mean, (((weighed * x).sum(2) - mean * mean).relu() + 1e-4).sqrt()], 1)


class FrameEncoder(nn.Module):
    def __init__(self, rows, channels):
        super().__init__()
        self.stem, self.norm = nn.Conv1d(rows - 1, channels, 5, stride=2, padding=2, bias=False), nn.BatchNorm1d(channels)
        self.blocks = nn.ModuleList([ResidualBlock(channels, dilation) for dilation in (1, 2, 3, 4)])
        self.pooling = AttentivePooling(channels, 64)

    def forward(self, x):
        x, active = x[:, 0, :-1], x[:, 0, -1:]
        x, active = self.norm(self.stem(x * active)).relu(), active[:, :, ::2]
        x = x * active.to(x.dtype)
        for block in self.blocks:
            x = block(x, active)
        return self.pooling(x, active)


def emonet(bands, frames, labels, width):
    channels = max(1, int(192 * width + 0.5))
    return nn.Sequential(FrameEncoder(bands, channels), nn.BatchNorm1d(2 * channels), nn.Linear(2 * channels, labels))

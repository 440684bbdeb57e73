"""Prints the first outputs of xoshiro256** for some seeds, its state filled by SplitMix64.

Both generators: D. Blackman, S. Vigna, https://prng.di.unimi.it. Standard library only: python3 generate.py
"""

MASK = (1 << 64) - 1


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotate_left(value, bits):
    return ((value << bits) | (value >> (64 - bits))) & MASK


def xoshiro256(s0, s1, s2, s3):
    while True:
        yield (rotate_left((s1 * 5) & MASK, 7) * 9) & MASK
        t = (s1 << 17) & MASK
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = rotate_left(s3, 45)


def first(generator, count):
    return [next(generator) for _ in range(count)]


# What the authors' C program gives for this state.
assert first(xoshiro256(1, 2, 3, 4), 6) == [
    11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600]

for seed in (0, 1, 42):
    values = first(xoshiro256(*first(splitmix64(seed), 4)), 4)
    print(seed, " ".join(f"0x{value:016X}" for value in values))

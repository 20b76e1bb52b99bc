"""The motion kernel's steps in OpenCV, on one thread: the peer of bench/motion-kernel.ts.

Usage: motion_opencv.py FRAMES.raw WIDTH HEIGHT ROUNDS; FRAMES.raw holds luma planes one after the other. Prints one line of JSON.
"""
import json
import sys
import time

import cv2
import numpy as np

path, width, height, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
cv2.setNumThreads(1)
frames = np.fromfile(path, np.uint8).reshape(-1, height, width)
include = np.full((height, width), 255, np.uint8)
square = np.ones((3, 3), np.uint8)
background = frames[0].astype(np.float32)
recent = frames[0].copy()
unrest = np.zeros((height, width), np.uint8)
mean = np.empty((height, width), np.uint8)
difference = np.empty_like(mean)
changed = np.empty_like(mean)
restless = np.empty_like(mean)
still = np.empty_like(mean)
grown = np.empty_like(mean)
up = np.empty_like(mean)


def trimmed_mean(values):
    """As the other side counts: the slowest tenth is the machine's noise."""
    kept = sorted(values)[: int(len(values) * 0.9)]
    return sum(kept) / len(kept)


times, counts = [], []
for number in range(rounds):
    now = frames[number % len(frames)]
    start = time.perf_counter()
    cv2.convertScaleAbs(background, mean)
    cv2.absdiff(now, mean, difference)
    cv2.subtract(difference, unrest, difference)
    cv2.threshold(difference, 30, 255, cv2.THRESH_BINARY, changed)
    cv2.bitwise_and(changed, include, changed)
    count = cv2.countNonZero(changed)
    cv2.bitwise_not(changed, still)
    cv2.accumulateWeighted(now, background, 0.01, still)
    cv2.accumulateWeighted(now, background, 0.003, changed)
    cv2.absdiff(now, recent, difference)
    if number % 4 == 0:
        cv2.compare(difference, unrest, cv2.CMP_GT, up)
    cv2.subtract(difference, unrest, difference)
    cv2.threshold(difference, 15, 255, cv2.THRESH_BINARY, restless)
    if number % 4 == 0:
        cv2.threshold(up, 0, 2, cv2.THRESH_BINARY, up)
        cv2.add(unrest, up, unrest)
        cv2.subtract(unrest, 1, unrest)
        cv2.min(unrest, 40, unrest)
        cv2.addWeighted(recent, 0.5, now, 0.5, 0, recent)
    cv2.dilate(changed, square, grown, iterations=2)
    contours, _ = cv2.findContours(grown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [(cv2.boundingRect(contour), cv2.contourArea(contour)) for contour in contours]
    times.append((time.perf_counter() - start) * 1000)
    counts.append(count)

# The least one can do with them: one average everywhere, no second look at the recent past, no pixel judged by its own unrest.
plain = []
background = frames[0].astype(np.float32)
for number in range(rounds):
    now = frames[number % len(frames)]
    start = time.perf_counter()
    cv2.convertScaleAbs(background, mean)
    cv2.absdiff(now, mean, difference)
    cv2.threshold(difference, 30, 255, cv2.THRESH_BINARY, changed)
    cv2.bitwise_and(changed, include, changed)
    count = cv2.countNonZero(changed)
    cv2.accumulateWeighted(now, background, 0.01)
    cv2.dilate(changed, square, grown, iterations=2)
    contours, _ = cv2.findContours(grown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [(cv2.boundingRect(contour), cv2.contourArea(contour)) for contour in contours]
    plain.append((time.perf_counter() - start) * 1000)

print(json.dumps({"version": cv2.__version__, "sameMs": trimmed_mean(times), "plainMs": trimmed_mean(plain), "changed": counts}))

"""A rural line between two computers that live in network namespaces: slow, long, losing packets, up and down by turns.

It is two TUN devices, one for each end, and whatever comes out of one goes into the other, late, in its order, or not at all. The
kernel's own emulation of lines is a module that not every computer has; packets that are dropped here are as lost as they can be.

Lines on its input change it while it runs: `rate 120000`, `delay 0.2`, `loss 0.2`, `turns 40 80` (seconds up and down), `cut`, `mend`,
and `count`, to which it answers with the bytes that went out of each end since the last time.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF, TUN, NO_HEADER = 0x400454CA, 0x0001, 0x1000
# What waits longer than this before a slow line is dropped, as a modem's memory ends.
LONGEST_QUEUE = 3.0


def device(name):
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH", name.encode(), TUN | NO_HEADER))
    return end


class Line:
    def __init__(self, names, seed):
        self.ends = [device(name) for name in names]
        self.dice = random.Random(seed)
        self.rate, self.delay, self.loss, self.turns, self.is_cut = 0.0, 0.0, 0.0, None, False
        self.begun = time.monotonic()
        self.free = [0.0, 0.0]
        self.bytes = [0, 0]
        self.waiting = []
        self.number = 0

    def is_up(self, now):
        if self.is_cut:
            return False
        if self.turns is None:
            return True
        up, down = self.turns
        return (now - self.begun) % (up + down) < up

    def take(self, place, now):
        try:
            packet = os.read(self.ends[place], 65535)
        except (BlockingIOError, OSError):
            return
        self.bytes[place] += len(packet)
        if not self.is_up(now) or self.dice.random() < self.loss:
            return
        begins = max(now, self.free[place])
        if begins - now > LONGEST_QUEUE:
            return
        self.free[place] = begins + (len(packet) * 8 / self.rate if self.rate else 0.0)
        self.number += 1
        heapq.heappush(self.waiting, (self.free[place] + self.delay, self.number, 1 - place, packet))

    def give(self, now):
        while self.waiting and self.waiting[0][0] <= now:
            _, _, place, packet = heapq.heappop(self.waiting)
            if self.is_up(now):
                try:
                    os.write(self.ends[place], packet)
                except OSError:
                    pass

    def hear(self, said):
        word, *numbers = said.split()
        if word == "rate":
            self.rate = float(numbers[0])
        elif word == "delay":
            self.delay = float(numbers[0])
        elif word == "loss":
            self.loss = float(numbers[0])
        elif word == "turns":
            self.turns, self.begun = (float(numbers[0]), float(numbers[1])), time.monotonic()
        elif word == "steady":
            self.turns = None
        elif word in ("cut", "mend"):
            self.is_cut = word == "cut"
        elif word == "count":
            print(*self.bytes, flush=True)
            self.bytes = [0, 0]
        else:
            raise SystemExit(f"no line knows the word {word}")

    def run(self):
        print("ready", flush=True)
        heard = b""
        while True:
            now = time.monotonic()
            patience = max(0.0, min(1.0, self.waiting[0][0] - now)) if self.waiting else 1.0
            ready, _, _ = select.select([*self.ends, 0], [], [], patience)
            now = time.monotonic()
            for place, end in enumerate(self.ends):
                if end in ready:
                    self.take(place, now)
            self.give(time.monotonic())
            if 0 in ready:
                more = os.read(0, 4096)
                if not more:
                    return
                heard += more
                *lines, heard = heard.split(b"\n")
                for line in lines:
                    self.hear(line.decode())


Line(sys.argv[1:3], int(sys.argv[3])).run()

"""The kiosk's real window, a real Orca that listens to it, and hands that press keys. Everything waits for what is said or
done, never for a time; that nothing more is said is known from the quiet after it."""

import glob
import os
import pathlib
import re
import subprocess
import sys
import threading

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from recorder import Recorder  # noqa: E402

# How long something may take, in seconds. It says nothing about how long it should.
PATIENCE = 120
# How long nothing is said when all was said, in seconds.
STILLNESS = 1.5
# How long something is waited for that may be silent, in seconds.
SILENCE = 3
# The moment of every walk, so that no date in it depends on the day of the test.
MOMENT = "2026-11-20 10:00:00"

# What Orca says of each key as it is pressed, letters apart, of what is marked, and of a group without a name: whether it
# comes to be said is chance.
ECHOED = {
    "tab", "return", "spațiu", "escape", "backspace", "shift stânga", "control stânga", "pagină mai sus", "F12", "F2", "F3",
    "F6", "F7", "F9", "panou", "panou.", "Text neselectat.", "Selecție ștearsă.",
}
CODE = re.compile(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4})+\b")
TIME = re.compile(r"\b\d\d:\d\d\b")
COLOURS = re.compile("\x1b\\[[0-9;]*m")


def listens():
    """Tells programs that a screen reader is there, as a desktop does where one is switched on."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        bus.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set",
            GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True))),
            None, Gio.DBusCallFlags.NONE, 10000,
        )


def at_the_moment():
    """What makes a program believe that it is the moment of every walk."""
    found = sorted(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1"))
    if not found:
        raise SystemExit("libfaketime is missing: packaging/setup.sh heard installs it")
    return {"LD_PRELOAD": found[0], "FAKETIME": f"@{MOMENT}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


class Program:
    """A program whose lines on standard error are kept."""

    def __init__(self, command, **environment):
        self.lines = []
        self.news = threading.Condition()
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL if "ORCA_DEBUG" not in os.environ else None, text=True, errors="replace",
            env={**os.environ, **environment},
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stderr:
            with self.news:
                self.lines.append(COLOURS.sub("", line.rstrip()))
                self.news.notify_all()

    def wait(self, until, what):
        with self.news:
            if not self.news.wait_for(lambda: until(self.lines), PATIENCE):
                raise SystemExit(f"{what}:\n" + "\n".join(self.lines[-40:]))

    def end(self):
        self.process.kill()
        self.process.wait()


class Enrolled:
    """A data folder that a hub of its own has taken in; the hub is gone afterwards, as when the cable is out."""

    def __init__(self, folder, kiosk):
        bin, self.environment = pathlib.Path(kiosk).parent, {**os.environ, **at_the_moment()}
        hub, made = folder / "hub", folder / "editors"
        hub.mkdir(parents=True)
        for program, *words in (
            ("cups-hub", "operator-key", "--out", str(folder / "operator.key"), "--data", str(hub)),
            ("cups-catalogue", "keys", "new", "--out", str(made)),
            ("cups-catalogue", "sign", "--keys", str(made), "--out", str(folder / "signed")),
            ("cups-hub", "catalogue", "publish", str(folder / "signed"), "--data", str(hub)),
        ):
            self.run(bin / program, *words)
        serving = subprocess.Popen(
            [bin / "cups-hub", "serve", "--listen", "127.0.0.1:0", "--data", str(hub)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.environment,
        )
        try:
            address = "http://" + serving.stdout.readline().strip().rsplit("/", 1)[-1]
            said = self.run(bin / "cups-hub", "enrol", "--centre", "lozova", "--data", str(hub)).splitlines()
            self.run(kiosk, "--data", str(folder), "enrol", "--hub", address, "--code", said[0])
            self.code = next(line.split(": ")[1] for line in said if line.startswith("recovery code "))
        finally:
            serving.kill()
            serving.wait()

    def run(self, program, *words):
        done = subprocess.run([program, *words], capture_output=True, text=True, env=self.environment)
        if done.returncode:
            raise SystemExit(f"{program} {words}: {done.stderr}")
        return done.stdout


class Ear:
    """Somebody who hears the window and presses keys. What was heard after each key is the transcript."""

    def __init__(self, folder, kiosk, settings="", enrolled=False):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.enrolled = Enrolled(self.folder, kiosk) if enrolled else None
        (self.folder / "kiosk.toml").write_text(settings)
        listens()
        self.recorder = Recorder(str(self.folder / "speech.socket"))
        home = str(self.folder / "home")
        self.orca = Program(
            ["orca", *(["--debug-file", os.environ["ORCA_DEBUG"]] if "ORCA_DEBUG" in os.environ else [])],
            SPEECHD_ADDRESS=f"unix_socket:{self.folder}/speech.socket", HOME=home, XDG_DATA_HOME=f"{home}/share",
            XDG_CONFIG_HOME=f"{home}/config",
        )
        if not self.recorder.wait(lambda heard: any(what == "say" for what, *_ in heard), PATIENCE):
            raise SystemExit("the screen reader says nothing:\n" + "\n".join(self.orca.lines[-40:]))
        self.recorder.rest(STILLNESS)
        self.lines = []
        self.place = len(self.recorder.heard)
        self.kiosk = Program(
            [kiosk, "--data", str(self.folder)], CUPS_LOG="cups_kiosk=trace", **at_the_moment(),
        )
        self.kiosk.wait(lambda lines: any("described" in line for line in lines), "the kiosk shows nothing")
        window = self.hands("search", "--onlyvisible", "--name", "CUPS").split()[0]
        self.hands("windowfocus", "--sync", window)
        self.hear("Deschiderea programului", until="Ce s-a întâmplat")

    def hands(self, *arguments):
        done = subprocess.run(["xdotool", *arguments], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"xdotool {arguments}: {done.stderr}")
        return done.stdout

    def chapter(self, title):
        self.lines += ["", "", f"# {title}"]

    def hear(self, act, until=None, writing=False):
        """Waits until something is said, until this is said where it is given, and then until all was said."""
        def come(heard):
            said = [words for what, words, *_ in heard[self.place:] if what in ("say", "char", "key")]
            return any(until in words for words in said) if until else bool(said)

        came = self.recorder.wait(come, PATIENCE if until else SILENCE)
        self.recorder.rest(STILLNESS)
        heard, self.place = self.recorder.heard[self.place:], len(self.recorder.heard)
        if not any(what != "stop" for what, *_ in heard) and until is None:
            sys.stderr.write(f"silent: {act}\n")
        begin = len(self.lines)
        self.lines += ["", f"> {act}"]
        # What was said before a later silence was not heard to its end; the first silence ends what came before the key.
        said = [(what, words) for what, words, *_ in heard if what != "icon"]
        for place, (what, words) in enumerate(said):
            if what == "stop":
                continue
            cut = any(later == "stop" for later, _ in said[place + 1:])
            words = " ".join(words.split())
            # Between two letters it is chance how far anything comes.
            if len(words) == 1 or words in ECHOED or (cut and writing):
                continue
            self.lines.append(f"  {'[întrerupt] ' if cut else ''}{words}")
        if len(self.lines) == begin + 2:
            self.lines.append("  (nimic)")
        self.latest = self.lines[begin + 2:]
        (self.folder / "heard.txt").write_text(self.transcript())
        if not came and until:
            raise SystemExit(f"after {act} nobody says {until!r}:\n" + "\n".join(self.lines[-30:]))

    def key(self, *keys, until=None, act=None):
        """Presses keys, one after the other."""
        self.hands("key", "--delay", "60", *keys)
        self.hear(act or " ".join(keys), until)

    def write(self, words, until=None, act=None):
        """Writes words; `act` stands for secret ones."""
        self.hands("type", "--delay", "30", words)
        self.hear(act or f"„{words}”", until, writing=True)

    def seek(self, key, words):
        """Presses a key until this is said."""
        for _ in range(40):
            if self.said(words):
                return
            self.key(key)
        raise SystemExit(f"{key} does not come to {words!r}:\n" + "\n".join(self.lines[-60:]))

    def said(self, words):
        """Whether this was said after the last key."""
        return any(words in line for line in self.latest)

    def transcript(self):
        """What was heard, but for codes that are drawn by lot and for the time of day."""
        return TIME.sub("(ora)", CODE.sub("(cod)", "\n".join(self.lines).strip() + "\n"))

    def end(self):
        self.kiosk.end()
        self.orca.end()

"""The kiosk's real window, a real Orca that listens to it, and hands that press keys. Everything waits for what is said or
done, never for a time; that nothing more is said is known from the quiet after it."""

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
PATIENCE = 60
# How long nothing is said when all was said, in seconds.
STILLNESS = 1.2
# The moment of every walk, so that no date in it depends on the day of the test.
MOMENT = "2026-11-20 10:00:00"

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


class Ear:
    """Somebody who hears the window and presses keys. What was heard after each key is the transcript."""

    def __init__(self, folder, kiosk, settings=""):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
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
            ["faketime", MOMENT, kiosk, "--data", str(self.folder)],
            CUPS_LOG="cups_kiosk=trace", FAKETIME_DONT_FAKE_MONOTONIC="1",
        )
        window = self.hands("search", "--sync", "--onlyvisible", "--name", "CUPS").split()[0]
        self.hands("windowfocus", "--sync", window)
        self.hear("Deschiderea programului")

    def hands(self, *arguments):
        done = subprocess.run(["xdotool", *arguments], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"xdotool {arguments}: {done.stderr}")
        return done.stdout

    def chapter(self, title):
        self.lines += ["", "", f"# {title}"]

    def hear(self, act, until=None):
        """Waits until something is said, until this is said where it is given, and then until all was said."""
        def come(heard):
            said = [words for what, words, *_ in heard[self.place:] if what in ("say", "char", "key")]
            return any(until in words for words in said) if until else bool(said)

        came = self.recorder.wait(come, PATIENCE if until else 5)
        self.recorder.rest(STILLNESS)
        heard, self.place = self.recorder.heard[self.place:], len(self.recorder.heard)
        begin = len(self.lines)
        self.lines += ["", f"> {act}"]
        # What was said before a later silence was not heard to its end; the first silence ends what came before the key.
        said = [(what, words) for what, words, *_ in heard if what != "icon"]
        for place, (what, words) in enumerate(said):
            if what == "stop":
                continue
            cut = any(later == "stop" for later, _ in said[place + 1:])
            words = " ".join(words.split())
            self.lines.append(f"  {'[întrerupt] ' if cut else ''}{words}")
        if not any(what != "stop" for what, _ in said):
            self.lines.append("  (nimic)")
        self.latest = self.lines[begin + 2:]
        if not came and until:
            raise SystemExit(f"after {act} nobody says {until!r}:\n" + "\n".join(self.lines[-30:]))

    def key(self, *keys, until=None, act=None):
        """Presses keys, one after the other."""
        self.hands("key", "--delay", "60", *keys)
        self.hear(act or " ".join(keys), until)

    def write(self, words, until=None):
        self.hands("type", "--delay", "30", words)
        self.hear(f"„{words}”", until)

    def said(self, words):
        """Whether this was said after the last key."""
        return any(words in line for line in self.latest)

    def transcript(self):
        return "\n".join(self.lines).strip() + "\n"

    def end(self):
        self.kiosk.end()
        self.orca.end()

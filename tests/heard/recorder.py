"""A stand-in for speech-dispatcher: speaks its protocol on a socket, says everything at once, and writes down what it was
given to say and where it was told to be silent.

As a program: recorder.py SOCKET, one line of JSON for each utterance on standard output."""

import html
import json
import os
import re
import socket
import sys
import threading
import time


class Recorder:
    """What was said, in order. Each entry is a pair: what happened (`say`, `key`, `char`, `icon`, `stop`), and the words
    with the language that was asked for."""

    def __init__(self, path, hear=None):
        self.heard = []
        self.news = threading.Condition()
        self._hear = hear
        self._last = 0
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(path)
        self._door.listen(8)
        threading.Thread(target=self._receive, daemon=True).start()

    def wait(self, until, patience):
        """Waits until this is so of all that was heard; says whether it came to be so."""
        with self.news:
            return self.news.wait_for(lambda: until(self.heard), patience)

    def rest(self, stillness):
        """Waits until nothing was said for so long."""
        with self.news:
            count = len(self.heard)
            while self.news.wait_for(lambda: len(self.heard) > count, stillness):
                count = len(self.heard)

    def _note(self, what, words, language):
        with self.news:
            self.heard.append((what, words, language, time.monotonic()))
            self.news.notify_all()
        if self._hear:
            self._hear(what, words, language)

    def _number(self):
        with self.news:
            self._last += 1
            return self._last

    def _receive(self):
        while True:
            caller, _ = self._door.accept()
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller):
        language = None
        with caller, caller.makefile("rb") as lines:
            def answer(*said):
                caller.sendall("".join(f"{line}\r\n" for line in said).encode())

            for line in lines:
                words = line.decode("utf-8", "replace").strip().split(" ")
                command = words[0].upper()
                if command == "SPEAK":
                    answer("230 OK RECEIVING DATA")
                    self._note("say", text_of(lines), language)
                    number = self._number()
                    answer(f"225-{number}", "225 OK MESSAGE QUEUED")
                    # Who reads on after each sentence waits for its end.
                    for code, event in (("701", "BEGIN"), ("702", "END")):
                        answer(f"{code}-{number}", f"{code}-1", f"{code} {event}")
                elif command in ("CHAR", "KEY", "SOUND_ICON"):
                    kind = {"CHAR": "char", "KEY": "key", "SOUND_ICON": "icon"}[command]
                    self._note(kind, " ".join(words[1:]), language)
                    answer(f"225-{self._number()}", "225 OK MESSAGE QUEUED")
                elif command == "SET":
                    if len(words) > 3 and words[2].upper() == "LANGUAGE":
                        language = words[3].strip('"')
                    answer("200 OK SET")
                elif command in ("STOP", "CANCEL"):
                    self._note("stop", "", language)
                    answer("210 OK STOPPED")
                elif command == "LIST":
                    answer(*listing(" ".join(words[1:]).upper()))
                elif command == "GET":
                    answer("251-espeak-ng", "251 OK GET RETURNED")
                elif command == "HISTORY":
                    answer("245-1", "245 OK CURSOR POSITION RETURNED")
                elif command == "QUIT":
                    answer("231 HAPPY HACKING")
                    return
                else:
                    answer("200 OK")


def text_of(lines):
    """The words of a message, which ends with a point alone; a line that begins with one has two."""
    said = []
    for line in lines:
        line = line.decode("utf-8", "replace").rstrip("\r\n")
        if line == ".":
            break
        said.append(line[1:] if line.startswith("..") else line)
    words = "\n".join(said)
    if words.startswith("<speak"):
        words = html.unescape(re.sub("<[^>]*>", "", words))
    return words


def listing(what):
    """What can be chosen from: one speaker of each language."""
    if "SYNTHESIS" in what:
        voices = ("Romanian\tro\tnone", "Russian\tru\tnone", "English\ten\tnone")
        return [f"249-{voice}" for voice in voices] + ["249 OK VOICE LIST SENT"]
    if "VOICES" in what:
        return ["249-MALE1", "249 OK VOICE LIST SENT"]
    return ["250-espeak-ng", "250 OK MODULE LIST SENT"]


if __name__ == "__main__":
    def show(what, words, language):
        print(json.dumps([what, words, language], ensure_ascii=False), flush=True)

    Recorder(sys.argv[1], show)
    threading.Event().wait()

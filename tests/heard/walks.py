"""Whole walks by ear: a plan for a birth, a case at the desk, the start of a visit in Russian, and the warning.

walks.py KIOSK FOLDER [WALK..]; run.sh starts it where it finds a display and a bus of its own."""

import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from stage import Ear  # noqa: E402

HERE = pathlib.Path(__file__).parent


def birth(ear):
    """A birth a week ago, by somebody who has never seen the program, with a wrong date."""
    ear.chapter("Pagina de început")
    ear.key("Tab", until="Căutați")
    ear.write("bul")
    ear.write("etin")
    ear.key("ctrl+a", "BackSpace", act="șterge ce a scris")
    ear.key("Tab", until="S-a născut un copil")
    ear.chapter("Evenimentul")
    ear.key("Return", until="S-a născut un copil")
    ear.key("Down")
    ear.chapter("Întrebările")
    ear.key("Return", until="Când s-a născut copilul?")
    ear.key("Tab", until="Data")
    ear.write("31022026")
    ear.key("Return", until="28 de zile")
    ear.write("13112026")
    ear.key("Return", until="Întrebarea 2")
    ear.key("Tab")
    ear.key("Down")
    ear.key("Up")
    ear.key("Return", until="Întrebarea 3")
    ear.key("Return")
    while not ear.said("Verificați"):
        ear.key("Tab")
        ear.key("space")
        ear.key("Return")
    ear.chapter("Răspunsurile")
    for _ in range(3):
        ear.key("Tab")


WALKS = {
    "birth": (birth, ""),
}


def main():
    kiosk, folder, *wanted = sys.argv[1:]
    said = subprocess.run(["orca", "--version"], capture_output=True, text=True).stdout
    version = re.search(r"\d+", said).group()
    differ = False
    for name in wanted or WALKS:
        walk, settings = WALKS[name]
        place = pathlib.Path(folder) / name
        shutil.rmtree(place, ignore_errors=True)
        ear = Ear(place, kiosk, settings)
        try:
            walk(ear)
        finally:
            ear.end()
        heard = ear.transcript()
        kept = HERE / f"{name}-orca-{version}.txt"
        if os.environ.get("UPDATE_HEARD"):
            kept.write_text(heard)
        before = kept.read_text() if kept.exists() else ""
        difference = list(difflib.unified_diff(before.splitlines(), heard.splitlines(), str(kept), "heard", lineterm=""))
        differ |= bool(difference)
        print("\n".join(difference) or f"{kept.name}: as before")
    sys.exit(differ)


main()

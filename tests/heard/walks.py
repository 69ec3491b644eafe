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


def read(ear, parts, until=None):
    """Reads on from where the ear is."""
    for _ in range(parts):
        ear.key("Down")
        if until and ear.said(until):
            return


def answer(ear):
    """Answers what is asked with the first answer there is, until all is answered."""
    for _ in range(12):
        if ear.said("Verificați"):
            return
        ear.key("Tab")
        ear.key("space")
        ear.key("Return")


def birth(ear):
    """A birth a week ago, by somebody who has never seen the program: with a search given up, a wrong date, a look at a step,
    at the papers and at what can be taken away."""
    ear.chapter("Pagina de început")
    ear.key("Tab", until="Căutați")
    ear.write("bul")
    ear.write("etin")
    ear.write("xq")
    ear.key("ctrl+a", "BackSpace", act="șterge ce a scris")
    ear.key("Tab", until="S-a născut un copil")
    ear.chapter("Evenimentul")
    ear.key("Return", until="S-a născut un copil")
    read(ear, 8, until="Începeți")
    ear.chapter("Întrebările")
    ear.key("Return", until="Când s-a născut copilul?")
    ear.key("Down")
    ear.key("Tab", until="Data")
    ear.write("31022026")
    ear.key("Return", until="28 de zile")
    ear.write("13112026")
    ear.key("Return", until="Întrebarea 2")
    ear.key("Tab", until="Nu, încă nu")
    ear.key("Down", until="Da, în Moldova")
    ear.key("Up", until="Nu, încă nu")
    ear.key("Right")
    ear.key("Left")
    ear.key("Return", until="Întrebarea 3")
    ear.key("Return", until="Dați un răspuns")
    answer(ear)
    ear.chapter("Răspunsurile")
    for _ in range(3):
        ear.key("Tab")
    ear.key("Return", until="Sunt părinții")
    ear.key("Tab")
    ear.key("Escape", until="Schimbați")
    ear.seek("Tab", "Vedeți ce aveți de făcut")
    ear.chapter("Planul")
    ear.key("Return")
    read(ear, 24, until="Cereți ajutor")
    ear.chapter("Un pas")
    ear.seek("shift+Tab", "Înregistrați nașterea")
    ear.key("Return", until="Înregistrați nașterea")
    ear.key("Tab")
    for _ in range(5):
        ear.key("Right")
    ear.key("Escape")
    ear.chapter("Actele")
    ear.seek("Tab", "ce acte")
    ear.key("Return")
    ear.key("Tab")
    ear.key("space")
    read(ear, 5)
    ear.key("Escape")
    ear.chapter("De luat cu dumneavoastră")
    ear.seek("Tab", "acasă")
    ear.key("Return")
    read(ear, 12)
    ear.key("Escape")
    ear.chapter("Sfârșitul")
    ear.seek("Tab", "Încheiați")
    ear.key("Return")
    ear.key("Tab")
    ear.key("space")
    ear.key("Return")
    read(ear, 5)


def case(ear):
    """A case at the desk: the first sign-in, the person, the consent, a request until its result, and the end."""
    ear.chapter("Intrarea")
    ear.key("F12")
    ear.key("Tab")
    ear.write(ear.enrolled.code.lower(), act="codul de recuperare")
    ear.key("Tab")
    ear.write("Specialist")
    for _ in range(2):
        ear.key("Tab")
        ear.write("parola-de-proba", act="parola")
    ear.key("Return")
    ear.chapter("Biroul")
    read(ear, 10)
    ear.chapter("O vizită nouă")
    ear.key("ctrl+n", until="Ce s-a întâmplat")
    ear.key("1", until="S-a născut un copil")
    ear.key("Return", until="Când s-a născut copilul?")
    ear.write("13112026")
    ear.key("Return", until="Întrebarea 2")
    answer(ear)
    ear.key("Return")
    ear.chapter("Dosarul")
    ear.key("Return")
    read(ear, 16)
    ear.chapter("Persoana")
    ear.key("F2")
    ear.key("Return")
    ear.write("Persoana de proba")
    ear.key("Tab")
    ear.write("2000000000005")
    ear.key("Return")
    ear.key("ctrl+a")
    ear.write("2000000000004")
    ear.key("Return", until="Acordul persoanei")
    ear.chapter("Acordul")
    read(ear, 9)
    for _ in range(3):
        ear.seek("Tab", "nebifat")
        ear.key("space")
        ear.key("Tab")
    ear.key("Return", until="Ce acte a adus")
    ear.chapter("Actele aduse")
    read(ear, 4)
    ear.key("ctrl+t")
    ear.key("Return", until="S-a născut un copil")
    ear.chapter("Cererea")
    ear.key("1", until="Înregistrați nașterea")
    read(ear, 8, until="Pregătiți")
    ear.key("Return")
    ear.write("ASP-2026-000123")
    ear.key("Return")
    ear.key("F6")
    ear.key("F7")
    ear.write("buletin")
    ear.key("Return")
    read(ear, 8)
    ear.key("Escape")
    ear.chapter("Închiderea")
    ear.key("F9")
    ear.key("Tab")
    ear.key("Return")
    read(ear, 6)
    ear.key("Escape")
    ear.chapter("Ce s-a trimis")
    ear.key("ctrl+j")
    read(ear, 6)


def russian(ear):
    """The start of a visit in Russian."""
    ear.chapter("Limba")
    ear.seek("shift+Tab", "Русский")
    ear.key("space")
    ear.chapter("Событие")
    ear.seek("Tab", "Родился ребёнок")
    ear.key("Return")
    read(ear, 4)
    ear.key("Return")
    ear.key("Tab")
    ear.write("31022026")
    ear.key("Return")
    ear.write("13112026")
    ear.key("Return")
    ear.key("Tab")
    ear.key("space")
    ear.key("Return")


def silence(ear):
    """Nobody presses a key: the warning, its last seconds, one key that stays, and then nobody again."""
    ear.chapter("Evenimentul")
    ear.key("Tab", until="Căutați")
    ear.key("Tab", until="S-a născut un copil")
    ear.key("Return", until="S-a născut un copil")
    ear.chapter("Avertizarea")
    ear.hear("nimeni", until="Mai sunteți aici?")
    ear.hear("nimeni", until="30")
    ear.hear("nimeni", until="20")
    ear.hear("nimeni", until="10")
    ear.key("Shift_L")
    ear.hear("nimeni", until="Mai sunteți aici?")
    ear.hear("nimeni", until="10")
    ear.hear("nimeni", until="Ce s-a întâmplat")


# How long nobody has to be there is a quarter of what a screen reader is given.
SOON = "idle_seconds = 10\nidle_warning_seconds = 20\n"

WALKS = {"birth": (birth, ""), "case": (case, ""), "russian": (russian, ""), "silence": (silence, SOON)}


def main():
    kiosk, folder, *wanted = sys.argv[1:]
    said = subprocess.run(["orca", "--version"], capture_output=True, text=True).stdout
    version = re.search(r"\d+", said).group()
    differ = False
    for name in wanted or WALKS:
        walk, settings = WALKS[name]
        place = pathlib.Path(folder) / name
        shutil.rmtree(place, ignore_errors=True)
        ear = Ear(place, kiosk, settings, enrolled=name == "case")
        try:
            walk(ear)
        except SystemExit as stopped:
            print(f"{name}: {stopped}")
            differ = True
            continue
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

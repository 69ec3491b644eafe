"""Reads sheets as others do: pikepdf the structure, poppler the words and the picture. Says what is wrong, one line each.

    paper.py FOLDER        with pairs NAME.json (the sheet) and NAME.pdf
"""

import json
import pathlib
import re
import subprocess
import sys

import pikepdf

GAPS = re.compile(r"[\s\u00ad\u200b\u2060]+")


def bare(words):
    """Words without gaps: where a line ends is for the page to say."""
    return GAPS.sub("", words)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout


def lines(block):
    return [line["words"] for line in block["lines"]]


def read_in_order(sheet, with_columns):
    """All that is read in a copy, in order."""
    yield from sheet.get("head", [])[:1]
    yield sheet["title"]
    yield from sheet.get("head", [])[1:]
    for part in sheet["parts"]:
        if "title" in part:
            yield part["title"]
        for block in part["blocks"]:
            if "lines" in block:
                yield from lines(block["lines"])
            elif "table" in block:
                table = block["table"]
                if with_columns:
                    yield from (column["title"] for column in table["columns"])
                for row in table["rows"]:
                    for cell in row:
                        yield from (line["words"] for line in cell)
            elif "fields" in block:
                for field in block["fields"]:
                    yield field["name"]
                    if "value" in field:
                        yield field["value"]
            elif "signatures" in block:
                yield from block["signatures"]
            elif "code" in block and "caption" in block["code"]:
                yield block["code"]["caption"]


def elements(node, found):
    """The elements of the structure in reading order: role, element."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            elements(child, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append((str(node.S), node))
        if "/K" in node:
            elements(node.K, found)
    return found


def attribute(element, name):
    owners = element.get("/A", [])
    for owner in owners if isinstance(owners, pikepdf.Array) else [owners]:
        if isinstance(owner, pikepdf.Dictionary) and name in owner:
            return owner[name]
    return None


def check(sheet, path):
    pdf = pikepdf.open(path)
    strip = sheet["format"] == "strip"
    copies = max(1, len(sheet.get("copies", [])))
    # qpdf counts an object that stands nowhere among the warnings; what it calls damaged is damaged.
    yield from (f"not sound: {problem}" for problem in pdf.check_pdf_syntax())
    with pdf.open_metadata() as about:
        facts = {name: about.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part", "dc:title")}
    wanted = {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1", "dc:title": sheet["title"]}
    if facts != wanted:
        yield f"metadata: {facts}"
    if str(pdf.Root.get("/Lang", "")).split("-")[0] != sheet["language"]:
        yield f"language: {pdf.Root.get('/Lang')}"
    if not pdf.Root.MarkInfo.Marked or not pdf.Root.ViewerPreferences.DisplayDocTitle:
        yield "not marked as tagged, or its title is not shown"
    if not str(pdf.docinfo.CreationDate).startswith("D:" + sheet["on"].replace("-", "")):
        yield f"date: {pdf.docinfo.CreationDate}"

    found = elements(pdf.Root.StructTreeRoot.K, [])
    roles = [role for role, _ in found]
    titles = sum("title" in part for part in sheet["parts"])
    blocks = [block for part in sheet["parts"] for block in part["blocks"]]
    tables = [] if strip else [block["table"] for block in blocks if "table" in block]
    codes = [block["code"] for block in blocks if "code" in block]
    for role, count in (
        ("/H1", 1),
        ("/H2", titles),
        ("/Table", len(tables)),
        ("/TH", sum(len(table["columns"]) for table in tables)),
        ("/TR", sum(len(table["rows"]) + 1 for table in tables)),
        ("/Figure", len(codes)),
    ):
        if roles.count(role) != count * copies:
            yield f"{role}: {roles.count(role)}, not {count * copies}"
    if any(attribute(element, "/Scope") != "/Column" for role, element in found if role == "/TH"):
        yield "a heading of a table does not say that it is of a column"
    told = [str(element.get("/Alt", "")) for role, element in found if role == "/Figure"]
    if told != [code["words"] for code in codes] * copies:
        yield f"codes are told as {told}"
    if roles and [role for role in roles if re.fullmatch(r"/H[1-6]", role)][0] != "/H1":
        yield "it does not begin with its title"
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            if not {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys()):
                yield f"{font.BaseFont} is not inside"

    # What a screen reader says, in its order, and what the eye reads on each page.
    spoken = bare("".join(re.findall(r'^ +"(.*)"$', run("pdfinfo", "-struct-text", path).decode(errors="replace"), re.M)))
    place = 0
    for _ in range(copies):
        for words in read_in_order(sheet, not strip):
            next_place = spoken.find(bare(words), place)
            if next_place < 0:
                yield f"not read, or out of order: {words[:60]!r}"
            else:
                place = next_place + len(bare(words))
    pages = run("pdftotext", "-layout", path, "-").decode().split("\f")[:-1]
    whole = bare("".join(pages))
    for words in sheet.get("foot", []):
        if bare(words) not in whole:
            yield f"not at the foot: {words!r}"
    each = len(pages) // copies
    for number, page in enumerate(pages):
        label = sheet["page"].replace("{page}", str(number % each + 1)).replace("{pages}", str(each))
        if not strip and bare(label) not in bare(page):
            yield f"page {number + 1} does not say {label!r}"
    joined = {GAPS.sub(" ", piece) for words in read_in_order(sheet, False) for piece in re.findall(r"\S*\u00a0[\S\u00a0]*", words)}
    text = [GAPS.sub(" ", line) for page in pages for line in page.splitlines()]
    for piece in sorted(joined):
        if not any(piece in line for line in text):
            yield f"broken across lines: {piece!r}"

    # Neither blank nor black: the share of the page that is ink.
    for number in range(len(pages)):
        gray = run("pdftoppm", "-r", "40", "-gray", "-f", str(number + 1), "-l", str(number + 1), path)
        pixels = gray.split(b"\n", 3)[3]
        ink = sum(pixel < 200 for pixel in pixels) / len(pixels)
        if not 0.002 < ink < 0.4:
            yield f"page {number + 1} is {ink:.2%} ink"


def main():
    wrong = 0
    folder = pathlib.Path(sys.argv[1])
    sheets = sorted(folder.glob("*.json"))
    for path in sheets:
        for problem in check(json.loads(path.read_text()), str(path.with_suffix(".pdf"))):
            print(f"{path.stem}: {problem}")
            wrong += 1
    print(f"{len(sheets)} sheets read")
    return 1 if wrong or not sheets else 0


if __name__ == "__main__":
    sys.exit(main())

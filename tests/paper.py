"""Reads sheets as others do: pikepdf the structure, poppler the words and the picture. Says what is wrong, one line each.

    paper.py FOLDER        with pairs NAME.json (the sheet) and NAME.pdf
"""

import json
import multiprocessing
import pathlib
import re
import struct
import subprocess
import sys

import pikepdf

# What is not ink.
LIGHT = bytes(range(200, 256))
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


def meanings(font):
    """What each code of a font stands for, as whoever copies words out of the file gets it."""
    table = {}
    said = font.ToUnicode.read_bytes().decode("latin-1")
    words = lambda digits: bytes.fromhex(digits).decode("utf-16-be")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", said, re.S):
        table.update((int(code, 16), words(letters)) for code, letters in re.findall(r"<(\w+)>\s*<(\w*)>", block))
    for block in re.findall(r"beginbfrange(.*?)endbfrange", said, re.S):
        for first, last, letters in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w*)>", block):
            base = words(letters)
            for code in range(int(first, 16), int(last, 16) + 1):
                table[code] = base[:-1] + chr(ord(base[-1]) + code - int(first, 16))
    return table


def marked(page, fonts):
    """The words of each marked piece of a page, by its number; under None what is marked as no content, or not at all."""
    pieces, open_marks, font = {}, [], None
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "BDC":
            about = operands[1] if isinstance(operands[1], pikepdf.Dictionary) else {}
            open_marks.append((about.get("/MCID"), about.get("/ActualText")))
        elif operator == "BMC":
            open_marks.append((None, None))
        elif operator == "EMC":
            mark, instead = open_marks.pop()
            if instead is not None:
                pieces[mark] = str(instead)
        elif operator == "Tf":
            name = str(operands[0])
            own = page.Resources.Font[name]
            font = fonts.setdefault(own.objgen, None) or fonts.update({own.objgen: meanings(own)}) or fonts[own.objgen]
        elif operator in ("Tj", "TJ"):
            shown = operands[0] if operator == "TJ" else [operands[0]]
            codes = b"".join(bytes(piece) for piece in shown if isinstance(piece, pikepdf.String))
            letters = "".join(font.get(code, "\ufffd") for (code,) in struct.iter_unpack(">H", codes))
            mark = open_marks[-1][0] if open_marks else None
            pieces[mark] = pieces.get(mark, "") + letters
    return pieces


def spoken_words(pdf):
    """What a screen reader says, in the order of the structure; and of each page, whether a heading is the last thing on it."""
    fonts = {}
    pages = {page.objgen: marked(page, fonts) for page in pdf.pages}
    said, ends = [], dict.fromkeys(pages, False)

    def say(page, number, heads):
        said.append(pages[page].get(number, ""))
        ends[page] = heads

    def walk(node, page, heads):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child, page, heads)
        elif isinstance(node, pikepdf.Dictionary):
            page = node.Pg.objgen if "/Pg" in node else page
            heads = heads or bool(re.fullmatch(r"/H[1-6]|/TH", str(node.get("/S", ""))))
            if "/MCID" in node:
                say(page, int(node.MCID), heads)
            elif "/ActualText" in node:
                said.append(str(node.ActualText))
            elif "/K" in node:
                walk(node.K, page, heads)
        elif node is not None:
            say(page, int(node), heads)

    walk(pdf.Root.StructTreeRoot.K, None, False)
    return bare("".join(said)), list(ends.values())


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
    spoken, ends = spoken_words(pdf)
    # A table without a row may end in its own headings.
    rows = all(table["rows"] for table in tables)
    yield from (f"page {number + 1} ends with a heading" for number, heads in enumerate(ends) if heads and rows)
    if len(pdf.pages) == 1 and sheet["language"] == "ro":
        # Poppler, which takes a second a page for it, says the same.
        heard = run("pdfinfo", "-struct-text", path).decode(errors="replace")
        if bare("".join(re.findall(r'^ +"(.*)"$', heard, re.M))) != spoken:
            yield "poppler reads other words in the structure"
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
    pictures = run("pdftoppm", "-r", "40", "-gray", path)
    number = 0
    while pictures:
        number += 1
        _, size, _, rest = pictures.split(b"\n", 3)
        wide, high = map(int, size.split())
        pixels, pictures = rest[: wide * high], rest[wide * high :]
        ink = len(pixels.translate(None, LIGHT)) / len(pixels)
        if not 0.002 < ink < 0.4:
            yield f"page {number} is {ink:.2%} ink"
    if number != len(pages):
        yield f"{number} pages are drawn, and {len(pages)} have words"


def problems_of(path):
    return list(check(json.loads(path.read_text()), str(path.with_suffix(".pdf"))))


def main():
    wrong = 0
    folder = pathlib.Path(sys.argv[1])
    sheets = sorted(folder.glob("*.json"))
    # Poppler works while Python waits for it.
    with multiprocessing.Pool() as hands:
        for path, problems in zip(sheets, hands.imap(problems_of, sheets)):
            for problem in problems:
                print(f"{path.stem}: {problem}")
                wrong += 1
    print(f"{len(sheets)} sheets read")
    return 1 if wrong or not sheets else 0


if __name__ == "__main__":
    sys.exit(main())

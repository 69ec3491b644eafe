"""Counts what catalogues in RDF hold, by rdflib and by rules of its own: the measure of our importer.

Each argument is a file; the output is JSON, for each file its distinct triples, services, events, links and
languages. The rules are those of the vocabulary, written down here a second time and in another way than the
importer's, so that a mistake in one shows.
"""

import json
import re
import sys
from pathlib import Path

import rdflib
from rdflib import RDF

BASE = "https://import.invalid/"
CONTEXT = Path(__file__).parent.parent / "assets/cpsv-ap/context-3.2.0.jsonld"
FORMATS = {".ttl": "turtle", ".nt": "nt", ".rdf": "xml", ".xml": "xml", ".jsonld": "json-ld", ".json": "json-ld"}

PUBLIC_SERVICE = re.compile(r"(cpsv#PublicService|ipdc-lpdc#(Instance|Conceptual)PublicServiceSnapshot)$")
OTHER_SERVICE = re.compile(r"vocabulary/cpsvno#Service$")
EVENT = re.compile(r"(/m8g/|/cpsv#)(Life|Business)?Event$")
SERVICE_TO_EVENT = re.compile(r"(/m8g/[iI]sGroupedBy|/cpsv#isGroupedBy)$")
EVENT_TO_SERVICE = re.compile(r"(/m8g/hasRelatedService|/terms/relation|cpsvno#(triggersNeedFor|mayInitiate))$")
SERVICE_TO_SERVICE = re.compile(r"(/terms/requires|/m8g/relatedService|/terms/relation)$")
TEXT = re.compile(
    r"(/terms/(title|description)|core#prefLabel|foaf/0\.1/name|rdf-schema#label|dcat#keyword|ns#fn"
    r"|ns#hasOrganizationName|schema\.org/(description|keywords))$"
)


def language(tag):
    """The tag in lower case without a private part; "und" for what is no tag."""
    public = re.split(r"-x-", tag.strip().lower())[0]
    return public if re.fullmatch(r"[a-z]{2,8}(-[a-z0-9]{1,8})*", public) else "und"


def statements(path):
    """The distinct triples, whichever graph they stand in."""
    graph = rdflib.ConjunctiveGraph()
    kind = FORMATS[path.suffix]
    if kind == "json-ld":
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
        graph.parse(data=json.dumps(bundled(document, context)), format=kind, publicID=BASE)
    else:
        graph.parse(str(path), format=kind, publicID=BASE)
    return set(graph.triples((None, None, None)))


def bundled(document, context):
    """The document with the official context in place of its address."""
    if isinstance(document, dict) and "@context" in document:
        named = document["@context"]
        parts = named if isinstance(named, list) else [named]
        return {**document, "@context": [context if isinstance(part, str) else part for part in parts]}
    return document


def counts(path):
    triples = statements(path)
    classes = {}
    for subject, predicate, value in triples:
        if predicate == RDF.type:
            classes.setdefault(subject, []).append(str(value))

    def of(pattern):
        return {thing for thing, names in classes.items() if any(pattern.search(name) for name in names)}

    public, events = of(PUBLIC_SERVICE), of(EVENT)
    services = public | of(OTHER_SERVICE)
    grouped, related, languages = set(), set(), set()
    for subject, predicate, value in triples:
        name = str(predicate)
        if subject in services and value in events and SERVICE_TO_EVENT.search(name):
            grouped.add((value, subject))
        if subject in events and value in services and EVENT_TO_SERVICE.search(name):
            grouped.add((subject, value))
        if subject in services and value in services and subject != value and SERVICE_TO_SERVICE.search(name):
            related.add((subject, value))
        if isinstance(value, rdflib.Literal):
            if value.language:
                languages.add(language(value.language))
            elif TEXT.search(name):
                languages.add("und")
    return {
        "triples": len(triples),
        "services": len(public),
        "events": len(events),
        "links": len(grouped) + len(related),
        "languages": sorted(languages),
    }


if __name__ == "__main__":
    json.dump({name: counts(Path(name)) for name in sys.argv[1:]}, sys.stdout)

"""Checks RDF documents against shapes with the reference validator, and prints what came of it as JSON.

Called as: shapes.py SHAPES DOCUMENT...
"""

import json
import sys

import pyshacl
import rdflib


def main(shapes, documents):
    rules = rdflib.Graph().parse(shapes)
    found = []
    graphs = []
    for document in documents:
        graph = rdflib.Graph().parse(document)
        graphs.append(set(graph))
        conforms, _, report = pyshacl.validate(graph, shacl_graph=rules)
        found.append({"document": document, "triples": len(graphs[-1]), "conforms": conforms, "report": report})
    for graph in graphs[1:]:
        # The export has no blank nodes, so that equal graphs are equal sets.
        for triple in list(graph ^ graphs[0])[:5]:
            print(triple, file=sys.stderr)
    same = all(graph == graphs[0] for graph in graphs)
    print(json.dumps({"documents": found, "same": same}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

"""The words in which the command line shows JSON objects to a person. Prints nothing."""

from typing import Any

Json = dict[str, Any]


def read_words(made: Json) -> str:
    named = f"named in sentence {made['named']['sentence'] + 1}" if made["named"] else "not named"
    lines = [f"{made['label']} ({named}; the conversation it needs first: {made['intent']})", ""]
    for s in made["sentences"]:
        error = f"  ← {s['error']}" if s["error"] else ""
        lines.append(f"  {s['frame']:<11} {' '.join(s['text'].split())}{error}")
    return "\n".join(lines)


def check_words(made: Json) -> str:
    verdict = "ok" if made["ok"] else "not ok"
    lines = [f"{verdict}: {made['label']}"]
    texts = {(s["start"], s["end"]): s["text"] for s in made["sentences"]}
    for f in made["findings"]:
        quote = " ".join(texts.get((f["start"], f["end"]), "").split())
        lines += [f"  {f['error'] or f['rule']}: “{quote}”", f"    {f['why']} {f['fix']}"]
    return "\n".join(lines)


def rewrite_words(made: Json) -> tuple[str, str]:
    """Return the text to send, and the notes beside it: a pipe carries the text alone."""
    if made["status"] in ("ask", "routed"):
        return "", f"{made['status']}: {made['why']}"
    notes = [f"{made['status']}: {made['why']}"]
    if made["companion"]:
        notes += ["", f"Second message ({made['companion']['frame']}):", made["companion"]["text"]]
    if made["set_aside"]:
        notes += ["", "Set aside:", *(f"  - {p['text']}" for p in made["set_aside"])]
    if made["slots"]:
        notes += ["", f"{len(made['slots'])} part(s) in [brackets] are yours to fill in before you send it."]
    if made["sources"]:
        quotes = (f"  - {s['title']}: “{' '.join(s['quote'].split())}”" for s in made["sources"])
        notes += ["", "Guides:", *quotes]
    return str(made["text"]), "\n".join(notes) + "\n"


def ask_words(made: Json) -> tuple[str, str]:
    """Return the answer, with what is asked next, and its sources as notes."""
    text = "\n\n".join(part for part in (made["text"], made["question"]) if part)
    quotes = [f"  - {s['title']}: “{' '.join(s['quote'].split())}”" for s in made["sources"]]
    return text, "\n".join([f"{made['status']}, {len(quotes)} source(s)", *quotes])

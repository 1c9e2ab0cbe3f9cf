"""The house: who may import what, who owns which library, and how long a function may be."""

import ast
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1] / "app" / "oneframe"
FILES = sorted(ROOT.rglob("*.py"))
OWNERS = {
    "chromadb": ("guidance/chroma.py",),
    "langchain": ("writing/providers.py", "writing/failures.py"),
    "langchain_core": ("writing/providers.py", "writing/failures.py"),
    "langsmith": ("writing/providers.py",),
    "tiktoken": ("guidance/corpus.py",),
    "bm25s": ("guidance/search.py",),
    "docx": ("guidance/word.py", "writing/export.py"),
    "sqlalchemy": ("privacy/history.py",),
    "pypdf": ("guidance/pdf.py",),
    "jsonschema": ("evals/lint.py",),
    "onnxruntime": ("reading/model.py", "guidance/embedding.py", "training/export.py"),
    "tokenizers": (
        "reading/model.py",
        "guidance/embedding.py",
        "training/net.py",
    ),
    "xllamacpp": ("writing/worker.py",),
    "yaml": ("evals/suite.py",),
    "jinja2": ("evals/report/page.py",),
    "pytest": ("evals/pytest_plugin.py",),
    "pydantic": ("evals/suite.py", "evals/policy.py"),
    "streamlit": ("ui/",),
    "torch": ("training/",),
    "transformers": ("training/",),
    "sklearn": ("training/ladder.py",),
    "peft": ("training/writer.py",),
    "gguf": ("training/writer.py",),
}
MAY_USE = {
    "frames": set(),
    "errors": set(),
    "records": {"frames"},
    "talk": {"records"},
    "reading": {"frames", "records", "errors"},
    "prepared": {"frames", "records"},
    "planning": {"frames", "records", "errors", "reading", "prepared"},
    "guidance": {"frames", "records", "errors"},
    "writing": {"frames", "records", "errors", "reading", "prepared"},
    "checking": {"frames", "records", "errors", "reading", "writing"},
    "revising": {"frames", "records", "errors", "reading", "planning", "writing", "checking"},
    "delivery": {"records"},
    "preparer": {"frames", "records", "errors", "reading", "planning", "writing", "checking", "prepared"},
    "privacy": {"frames", "records", "errors"},
    "coach": {
        "frames",
        "records",
        "errors",
        "reading",
        "planning",
        "writing",
        "checking",
        "revising",
        "delivery",
    },
    "adviser": {"records", "talk", "errors", "reading", "planning", "writing"},
    "wire": {"frames", "records", "checking", "talk"},
    "settings": {"errors"},
    "evals": {
        "frames",
        "records",
        "errors",
        "reading",
        "guidance",
        "writing",
        "checking",
        "coach",
        "settings",
        "wiring",
    },
    "training": {
        "frames",
        "records",
        "reading",
        "planning",
        "guidance",
        "writing",
        "evals",
        "settings",
        "wiring",
    },
}


def imports(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "oneframe")


def room(module):
    parts = module.split(".")
    return parts[1] if parts[0] == "oneframe" and len(parts) > 1 else None


def name(file):
    return file.relative_to(ROOT).as_posix()


def functions(file):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, kinds):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_each_library_has_its_owner():
    strays = [
        (name(f), module)
        for f in FILES
        for module in imports(f)
        if (owners := OWNERS.get(module.split(".")[0])) and not name(f).startswith(owners)
    ]
    assert not strays


def test_each_room_imports_only_what_it_may():
    strays = []
    for file in FILES:
        own = name(file).split("/")[0].removesuffix(".py")
        if own in MAY_USE:
            used = {r for m in imports(file) if (r := room(m)) and r not in (own, "__version__")}
            strays += [(name(file), r) for r in sorted(used - MAY_USE[own])]
    assert not strays


def test_the_vocabulary_imports_the_standard_library_alone():
    for own in ("frames", "records", "errors"):
        used = {m for m in imports(ROOT / f"{own}.py") if m.split(".")[0] not in sys.stdlib_module_names}
        assert {room(m) for m in used} <= {"frames"}, (own, used)


def test_no_two_rooms_import_each_other():
    uses = {}
    for file in FILES:
        own = name(file).split("/")[0].removesuffix(".py")
        uses.setdefault(own, set()).update(r for m in imports(file) if (r := room(m)) and r != own)
    reached = {own: set(rooms) for own, rooms in uses.items()}
    for _ in reached:
        for rooms in reached.values():
            rooms |= {far for near in tuple(rooms) for far in reached.get(near, ())}
    assert not {own for own, rooms in reached.items() if own in rooms}


def test_no_heavy_library_is_imported_at_the_head_of_a_module():
    heavy = {*OWNERS, "tqdm"} - {"streamlit", "torch", "pytest", "pydantic"}
    strays = []
    for file in FILES:
        body = ast.parse(file.read_text(encoding="utf-8")).body
        for node in body:
            heads = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            heads += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            strays += [(name(file), h) for h in heads if h.split(".")[0] in heavy]
    assert not strays


@pytest.mark.parametrize(
    ("call", "owner"), [("print(", "cli.py"), ("os.environ", "settings.py"), ("os.getenv(", "settings.py")]
)
def test_each_habit_has_its_owner(call, owner):
    strays = []
    for file in FILES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        said = {ast.unparse(n.func) + "(" for n in ast.walk(tree) if isinstance(n, ast.Call)}
        said |= {ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        if call in said and name(file) != owner:
            strays.append(name(file))
    assert not strays


def test_functions_are_short():
    lengths = {(name(f), fn): n for f in FILES for fn, n in functions(f)}
    assert median(lengths.values()) <= 12
    assert sorted(lengths.values())[int(len(lengths) * 0.9)] <= 40
    assert not {k: n for k, n in lengths.items() if n > 60}


def test_files_are_short():
    long = {name(f): n for f in FILES if (n := len(f.read_text(encoding="utf-8").splitlines())) > 300}
    assert not long, long


def test_every_module_says_what_it_owns():
    silent = [
        name(f)
        for f in FILES
        if f.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(f.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_importing_oneframe_loads_no_library():
    code = "import sys, oneframe, oneframe.cli, oneframe.wiring; print([m for m in sys.argv[1:] if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code, *OWNERS], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_nothing_in_the_tree_names_a_registry_or_a_machine_path():
    import re

    root = Path(__file__).parents[1]
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    wanted = re.compile("py" + r"pi\.org|python" + r"hosted|npm" + r"js\.(?:org|com)")
    found = [
        f
        for f in listed.stdout.split()
        if f.endswith((".py", ".md", ".toml", ".lock", ".txt"))
        and wanted.search((root / f).read_text("utf-8"))
    ]
    assert not found

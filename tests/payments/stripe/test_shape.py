"""What must stay so of the code around Stripe."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3] / "coopcouncil"


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_one_file_knows_stripes_library():
    knows = {path.relative_to(ROOT) for path in ROOT.rglob("*.py") if "stripe" in imports(path)}
    assert knows == {Path("payments/stripe/provider/library.py")}


def test_the_simulator_knows_nothing_of_ours():
    for path in (ROOT / "simulator").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("coopcouncil"):
                assert (node.module or "").startswith("coopcouncil.simulator"), path

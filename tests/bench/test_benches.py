"""The measurements themselves are right: exact costs, the sampled network, the table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import run
from bench.bif import draw_noise, read_bif
from bench.bif import run as run_network
from bench.optimum import solve
from bench.printer import put_down_to
from bench.result import Row

NETWORK = """network unknown {
}
variable wet {
  type discrete [ 2 ] { no, yes };
}
variable slips {
  type discrete [ 2 ] { no, yes };
}
probability ( wet ) {
  table 0.7, 0.3;
}
probability ( slips | wet ) {
  (no) 0.9, 0.1;
  (yes) 0.2, 0.8;
}
"""


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_no_policy_beats_the_optimum(seed: int) -> None:
    one = solve(seed)
    assert one.optimum <= min(one.ours, one.chance_over_cost, one.fixed_tree) + 1e-6
    assert one.ours <= 1.2 * one.optimum


def test_a_network_is_sampled_by_its_tables_and_keeps_its_noise(tmp_path: Path) -> None:
    (tmp_path / "net.bif").write_text(NETWORK, encoding="utf-8")
    network = read_bif(tmp_path / "net.bif")
    noise = draw_noise(network, 40_000, 1)
    values = run_network(network, noise)
    assert values["slips"].mean() == pytest.approx(0.7 * 0.1 + 0.3 * 0.8, abs=0.01)
    dry = run_network(network, noise, {"wet": 0})
    unchanged = values["wet"] == 0
    assert (dry["slips"][unchanged] == values["slips"][unchanged]).all()
    assert (dry["slips"] <= values["slips"]).all()


def test_an_incomplete_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "net.bif").write_text(NETWORK.replace("  (yes) 0.2, 0.8;\n", ""), encoding="utf-8")
    with pytest.raises(ValueError, match="slips"):
        read_bif(tmp_path / "net.bif")


def test_failures_are_put_down_to_the_repair_that_fixes_most() -> None:
    fixes = np.array([[True, True], [False, True], [False, True], [True, False]])
    assert put_down_to(fixes).tolist() == [1, 1, 1, 0]


def test_a_row_says_whether_its_target_is_met() -> None:
    assert Row("a", 5.0, 10.0, 0.5).met is True
    assert Row("a", 6.0, 10.0, 0.5).met is False
    assert Row("a", 6.0, None, 5.0, judge="ours").met is False
    assert Row("a", 6.0, 5.0, 1.0, at_least=True).met is True
    assert Row("a", 6.0, 5.0).met is None


def test_an_unknown_name_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["no-such"]) == 2
    assert "guide-optimum" in capsys.readouterr().err

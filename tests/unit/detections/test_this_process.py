"""Rules run one after the other where the engine has its own processes."""

from pathlib import Path

import spl
from spl.detections import Runner, find_rules
from spl.detections.rule_run import RuleRun
from spl.detections.this_process import ThisProcess
from spl.engine.spread import Spread
from tests.spec.rehearsed import Rehearsed

ROOT = Path(spl.__file__).parents[1]


def test_the_rules_of_the_examples_pass_on_an_engine_that_spreads():
    def session(**given: object) -> spl.Session:
        return spl.Session(engine=Spread(Rehearsed()), **given)

    run = RuleRun(ThisProcess(Runner(session, [ROOT])))
    run.read(find_rules([ROOT / "examples"])[-2:])
    outcomes = list(run.run())
    assert outcomes
    assert {outcome.status for outcome in outcomes} == {"passed"}, [o.reasons for o in outcomes]

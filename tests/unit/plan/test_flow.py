"""Field flow never denies a field that rows have: what every case of the spec gives proves it."""

import spl
from spl.errors import SplError
from spl.plan.flow import flow_of
from tests.spec.case import read_cases


def test_no_result_has_a_column_that_the_flow_denies():
    told = certain = 0
    for case in read_cases():
        session = case.session()
        try:
            results = session.search(case.data["search"], rows=case.data.get("given"))
            tree = spl.parse(case.data["search"], macros=session.macros)
        except SplError:
            continue
        passed = [each for each in flow_of(tree, session.knowledge) if not each.depth]
        after = passed[-1].after
        assert [name for name in results.columns if not after.may_have(name)] == [], case.name
        told += 1
        certain += not after.open
    assert certain > told / 4

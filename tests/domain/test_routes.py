"""The table of routes is the drawing in the procedure, and nothing else."""

import pytest

from domain.process import BY_RULE, OVER_LIMIT, ROUTES, Ending, Outcome, Step, outcomes_at

# process.md, section 2, arrow by arrow: from, verdict, to.
DRAWING = """
    intake    booked               register
    register  counted              screening
    register  batch-problem        rework
    screening seen                 rework
    screening unseen               repair
    screening seen-only            rework
    screening no-fault             review
    screening untestable           repair
    repair    repaired             retest
    repair    nothing-found        review
    repair    unrepairable         review
    rework    reworked             retest
    rework    rework-nothing-found review
    rework    rework-unrepairable  review
    retest    retest-passed        oqc
    retest    retest-failed        repair
    retest    retest-failed-seen   rework
    retest    retest-limit         review
    oqc       oqc-passed           pack
    oqc       oqc-failed           repair
    oqc       oqc-failed-seen      rework
    oqc       oqc-limit            review
    review    to-repair            repair
    review    to-rework            rework
    review    to-retest            retest
    review    as-is                pack
    review    scrap                scrapped
    pack      packed               ship
"""
ARROWS = sorted(tuple(line.split()) for line in DRAWING.strip().splitlines())


def test_the_table_is_the_drawing() -> None:
    table = [(r.step.value, outcome.value, r.target.value) for outcome, r in ROUTES.items()]
    assert sorted(table) == ARROWS
    assert set(ROUTES) == set(Outcome)


def test_nothing_skips_retest_and_oqc_but_a_decision_of_the_review() -> None:
    to_pack = {outcome for outcome, route in ROUTES.items() if route.target is Step.PACK}
    to_oqc = {outcome for outcome, route in ROUTES.items() if route.target is Step.OQC}
    assert (to_pack, to_oqc) == ({Outcome.OQC_PASSED, Outcome.AS_IS}, {Outcome.RETEST_PASSED})


def test_only_a_batch_problem_skips_the_screening() -> None:
    from_register = {o: r.target for o, r in ROUTES.items() if r.step is Step.REGISTER}
    assert from_register == {Outcome.COUNTED: Step.SCREENING, Outcome.BATCH_PROBLEM: Step.REWORK}


def test_visible_faults_need_the_anomaly_report_and_only_they() -> None:
    assert {o for o, r in ROUTES.items() if r.anomaly} == {Outcome.SEEN, Outcome.SEEN_ONLY}


def test_the_gap_rule_is_marked_as_ours() -> None:
    assert {o for o, r in ROUTES.items() if r.gap} == {Outcome.SEEN_ONLY}


def test_a_failure_at_retest_or_oqc_is_one_more_round_and_nothing_else_is() -> None:
    assert {o for o, r in ROUTES.items() if r.another_round} == {
        Outcome.RETEST_FAILED, Outcome.RETEST_FAILED_SEEN,
        Outcome.OQC_FAILED, Outcome.OQC_FAILED_SEEN,
    }  # fmt: skip


def test_past_the_limit_every_failure_goes_to_review() -> None:
    assert set(OVER_LIMIT) == {o for o, r in ROUTES.items() if r.another_round}
    for failed, limited in OVER_LIMIT.items():
        assert ROUTES[limited].step is ROUTES[failed].step
        assert ROUTES[limited].target is Step.REVIEW


def test_nobody_can_choose_what_the_rules_choose() -> None:
    offered = {outcome for step in Step for outcome in outcomes_at(step)}
    assert offered == set(Outcome) - BY_RULE
    assert {Outcome.BOOKED, Outcome.RETEST_LIMIT, Outcome.OQC_LIMIT} == BY_RULE


@pytest.mark.parametrize("step", Step)
def test_every_step_leads_to_the_end(step: Step) -> None:
    reached, waiting = {step}, [step]
    while waiting:
        here = waiting.pop()
        for route in ROUTES.values():
            if (
                route.step is here
                and isinstance(route.target, Step)
                and route.target not in reached
            ):
                reached.add(route.target)
                waiting.append(route.target)
    assert Step.SHIP in reached


def test_pieces_leave_the_flow_by_shipping_and_by_scrap_only() -> None:
    ends = {o: r.target for o, r in ROUTES.items() if isinstance(r.target, Ending)}
    assert ends == {Outcome.SCRAP: Ending.SCRAPPED}
    assert not outcomes_at(Step.SHIP)

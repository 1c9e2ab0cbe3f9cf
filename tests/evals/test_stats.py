"""Every figure against scipy, or against its definition."""

from math import comb, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy

from oneframe.evals.stats import (
    Share,
    binomial_tail,
    clustered_interval,
    corrected_rate,
    fisher,
    holm,
    mcnemar,
    pass_hat,
    red_by_chance,
    smallest_detectable,
    spare_for,
    spotless_chance,
    upper_bound,
)

# A figure is right or wrong however busy the machine is.
settings.register_profile("busy", deadline=None)
settings.load_profile("busy")

counts = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_wilson(pair):
    hits, n = pair
    theirs = scipy.binomtest(hits, n).proportion_ci(method="wilson")
    assert Share(hits, n).interval == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(counts)
def test_the_exact_upper_bound(pair):
    hits, n = pair
    theirs = 1.0 if hits == n else scipy.beta.ppf(0.95, hits + 1, n - hits)
    assert upper_bound(hits, n) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("n", "bound"), [(59, 0.0495), (149, 0.0199), (299, 0.00997)])
def test_no_blend_in_n_cases_allows_so_many(n, bound):
    assert upper_bound(0, n) == pytest.approx(bound, abs=2e-4)


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_is_the_exact_binomial_test(broken, fixed):
    theirs = scipy.binomtest(broken, broken + fixed).pvalue if broken + fixed else 1.0
    assert mcnemar(broken, fixed) == pytest.approx(theirs, abs=1e-9)


def test_six_broken_cases_are_the_fewest_that_say_anything():
    assert (round(mcnemar(5, 0), 4), round(mcnemar(6, 0), 4), smallest_detectable()) == (0.0625, 0.0312, 6)


@given(st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(1, n))))
def test_pass_hat_counts_the_ways_to_draw_passes_alone(drawn):
    passed, trials, k = drawn
    assert isclose(pass_hat(passed, trials, k), comb(passed, k) / comb(trials, k))


def test_pass_hat_is_unbiased_and_knows_its_range():
    assert pass_hat(4, 5, 3) == pytest.approx(0.4)
    with pytest.raises(ValueError, match="there are 2 trials"):
        pass_hat(2, 2, 3)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_never_lowers_a_p_value_and_keeps_their_order(ps):
    adjusted = holm(ps)
    assert all(a >= p - 1e-12 for a, p in zip(adjusted, ps, strict=True))
    pairs = sorted(zip(ps, adjusted, strict=True))
    assert [a for _, a in pairs] == sorted(a for _, a in pairs)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


@settings(max_examples=20)
@given(st.lists(st.booleans(), min_size=30, max_size=80))
def test_with_a_case_a_cluster_the_bootstrap_is_near_wilson(marks):
    low, high = clustered_interval([float(m) for m in marks], range(len(marks)))
    share = Share(sum(marks), len(marks))
    assert low <= share.value <= high
    assert abs((high - low) - (share.interval[1] - share.interval[0])) < 0.12


def test_twins_that_move_together_widen_the_interval():
    values = [1.0, 1.0, 0.0, 0.0] * 15
    alone = clustered_interval(values, range(60))
    twinned = clustered_interval(values, [n // 2 for n in range(60)])
    assert twinned[1] - twinned[0] > 1.2 * (alone[1] - alone[0])


def test_a_flag_rate_is_corrected_for_what_the_judge_misses_and_invents():
    rate, low, high = corrected_rate(Share(8, 100), Share(90, 100), Share(95, 100))
    assert rate == pytest.approx((0.08 + 0.95 - 1) / (0.90 + 0.95 - 1))
    assert low <= rate <= high
    assert corrected_rate(Share(1, 10), Share(5, 10), Share(5, 10)) is None
    assert corrected_rate(Share(0, 0), Share(5, 10), Share(9, 10)) is None


def test_the_false_alarm_budget():
    assert spotless_chance(100, 0.99) == pytest.approx(0.366, abs=1e-3)
    assert binomial_tail(0, 100, 0.01) == pytest.approx(spotless_chance(100, 0.99))


@given(st.integers(0, 3000), st.integers(1, 3000), st.floats(0.001, 0.999))
def test_the_binomial_tail_holds_for_many_cases_too(hits, n, p):
    assert binomial_tail(hits, n, p) == pytest.approx(scipy.binom.cdf(hits, n, p), abs=1e-8)


pairs = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(pairs, pairs)
def test_fisher(before, after):
    table = [[before[0], before[1] - before[0]], [after[0], after[1] - after[0]]]
    assert fisher(*before, *after) == pytest.approx(scipy.fisher_exact(table).pvalue, abs=1e-7)


def test_three_trials_can_say_nothing_and_four_can():
    assert (round(fisher(3, 3, 0, 3), 3), round(fisher(4, 4, 0, 4), 3)) == (0.1, 0.029)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12)), min_size=20, max_size=60))
def test_the_cluster_bootstrap_agrees_with_scipy_s_over_clusters(rows):
    from collections import Counter

    import numpy as np

    values, clusters = zip(*rows, strict=True)
    sizes = Counter(clusters)
    sums = {c: sum(v for v, own in rows if own == c) for c in sizes}
    groups = np.array([(sums[c], sizes[c]) for c in sizes], dtype=float)
    if len(groups) < 2:
        return
    theirs = scipy.bootstrap(
        (groups[:, 0], groups[:, 1]), lambda s, n, axis: s.sum(axis) / n.sum(axis), paired=True,
        method="percentile", n_resamples=4000, rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    ours = clustered_interval(values, clusters, draws=4000)
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.08)


@settings(max_examples=10)
@given(st.integers(0, 30), st.integers(60, 95), st.integers(60, 98))
def test_the_corrected_rate_s_interval_is_near_the_delta_method_s(flags, caught, cleared):
    q, se, sp = flags / 100, caught / 100, cleared / 100
    found = corrected_rate(Share(flags, 100), Share(caught, 100), Share(cleared, 100))
    rate = (q + sp - 1) / (se + sp - 1)
    spread = (
        q * (1 - q) + rate**2 * se * (1 - se) + (1 - rate) ** 2 * sp * (1 - sp)
    ) ** 0.5 / 10 / (se + sp - 1)  # fmt: skip
    assert found[0] == pytest.approx(min(1.0, max(0.0, rate)))
    if 2.5 * spread < rate < 1 - 2.5 * spread:
        assert found[2] - found[1] == pytest.approx(2 * 1.96 * spread, rel=0.25)


@settings(max_examples=20)
@given(st.integers(1, 60), st.floats(0.001, 0.2), st.integers(1, 5), st.integers(0, 3))
def test_red_by_chance_is_what_drawing_gives(cases, alarm, trials, spare):
    import numpy as np

    due = max(1, trials - 1)
    alarms = np.random.default_rng(3).binomial(trials, alarm, size=(20_000, cases))
    seen = ((trials - alarms < due).sum(axis=1) > spare).mean()
    assert red_by_chance(cases, alarm, trials=trials, due=due, spare=spare) == pytest.approx(seen, abs=0.02)


@given(st.integers(1, 400), st.floats(0.0, 0.1))
def test_the_spare_cases_asked_for_are_the_fewest_that_do(cases, alarm):
    spare = spare_for(cases, alarm)
    assert red_by_chance(cases, alarm, spare=spare) <= 0.05
    assert spare == 0 or red_by_chance(cases, alarm, spare=spare - 1) > 0.05

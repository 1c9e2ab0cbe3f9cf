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
    holm,
    mcnemar,
    pass_hat,
    smallest_detectable,
    spotless_chance,
    upper_bound,
)

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


@settings(max_examples=20, deadline=None)
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

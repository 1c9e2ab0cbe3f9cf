"""A reader for suites that knows sentences by their words and never loads a model."""

import pytest

from heart_fakes import read
from oneframe.evals.running import Tools


@pytest.fixture
def no_model(monkeypatch):
    monkeypatch.setattr(Tools, "_reader", property(lambda self: read))
    monkeypatch.setattr(Tools, "versions", lambda self: {"reader": "fake"})

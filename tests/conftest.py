"""Settings of the whole suite: everyday runs repeat themselves exactly, `make soak` searches further and at random."""

import os

import pytest
from hypothesis import settings

settings.register_profile("daily", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("soak", deadline=None, max_examples=int(os.environ.get("SOAK", "2000")), print_blob=True)
settings.load_profile("daily")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a soak run the profile counts, also for tests that name their own number of examples."""
    if settings.get_current_profile_name() == "soak":
        for item in items:
            if isinstance(item, pytest.Function) and getattr(item.obj, "is_hypothesis_test", False):
                item.obj._hypothesis_internal_use_settings = settings.get_profile("soak")

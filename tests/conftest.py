"""Settings of the whole suite: everyday runs repeat themselves exactly, `make soak` searches further and at random."""

import os

from hypothesis import settings

settings.register_profile("daily", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("soak", deadline=None, max_examples=int(os.environ.get("SOAK", "10000")), print_blob=True)
settings.load_profile("daily")

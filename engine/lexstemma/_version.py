"""The version, read here by the build and by every run that names its software."""

__version__ = "0.1.0"

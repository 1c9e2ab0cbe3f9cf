"""Oneframe: one conversation, one frame, named at the opening."""

__version__ = "0.1.0"

"""The files of `oneframe eval init`."""

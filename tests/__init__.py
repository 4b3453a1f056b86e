"""The project's tests; a package, so that no other distribution's `tests` hides it."""

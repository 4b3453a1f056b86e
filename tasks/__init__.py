"""Prefect tasks: thin wrappers that give stages names, retries, caching and artifacts."""

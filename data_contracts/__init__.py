"""What data must look like, and the errors raised when it does not.

Imports nothing else of the project, nor TensorFlow, nor Prefect.
"""

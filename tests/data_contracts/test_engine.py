import pytest
from pydantic import ValidationError

from data_contracts.engine import LOCAL, Engine


def test_an_engine_is_this_machine_or_a_scheduler():
    assert LOCAL == Engine() == Engine(name="local", address=None)
    for address in ("tcp://127.0.0.1:8786", "tls://dask.example:8786", "tcp://[::1]:8786"):
        assert Engine(name="dask", address=address).address == address


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"name": "dask"}, "needs its scheduler's address, such as tcp://host:8786, got None"),
        ({"name": "dask", "address": "http://host:8786"}, "got 'http://host:8786'"),
        ({"name": "dask", "address": "tcp://host"}, "got 'tcp://host'"),
        ({"address": "tcp://host:8786"}, "the engine 'local' has no scheduler"),
    ],
)
def test_what_does_not_fit_is_named(settings, sentence):
    with pytest.raises(ValidationError, match=sentence):
        Engine(**settings)

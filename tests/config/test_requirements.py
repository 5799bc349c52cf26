"""Hold the locked packages against the oldest Python that the README names: whoever locks may have a newer one."""

import re
from importlib import metadata

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.bench import servers

OLDEST = "3.11.2"  # Debian 12's
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)


def locked(file: str) -> set[str]:
    text = (servers.ROOT / "requirements" / file).read_text()
    return {canonicalize_name(name) for name in LOCKED.findall(text)}


@pytest.mark.parametrize("file", ["base.txt", "dev.txt"])
def test_each_package_takes_the_oldest_python(file):
    asks = {name: metadata.metadata(name).get("Requires-Python") or "" for name in locked(file)}
    assert {name: rule for name, rule in asks.items() if not SpecifierSet(rule).contains(OLDEST)} == {}


@pytest.mark.parametrize("file", ["base.txt", "dev.txt"])
def test_what_only_the_oldest_python_needs_is_locked_as_well(file):
    names = locked("base.txt") | locked(file)
    oldest = {**default_environment(), "python_full_version": OLDEST, "extra": ""}
    needed = {
        (name, canonicalize_name(requirement.name))
        for name in locked(file)
        for requirement in map(Requirement, metadata.requires(name) or [])
        if requirement.marker is None or requirement.marker.evaluate(oldest)
    }
    assert {(name, other) for name, other in needed if other not in names} == set()

"""One public and one internal release for all tests of their readers."""

import pytest
from publish_release import incidents, make


@pytest.fixture(scope="session")
def public(tmp_path_factory):
    return make(tmp_path_factory.mktemp("public"), incidents())


@pytest.fixture(scope="session")
def internal(tmp_path_factory):
    return make(tmp_path_factory.mktemp("internal"), incidents(), "internal")

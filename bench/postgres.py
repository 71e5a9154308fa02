"""A PostgreSQL of our own, as the tests start it."""

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

from bench.served import ROOT

_loader = SourceFileLoader("commonroot_tools_test", str(ROOT / "tools" / "test"))
_spec = spec_from_loader("commonroot_tools_test", _loader)
assert _spec is not None
_tools = module_from_spec(_spec)
sys.modules["commonroot_tools_test"] = _tools
_loader.exec_module(_tools)

private_postgres = _tools.private_postgres

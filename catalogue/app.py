"""Wiring: one application from settings. Nothing is opened when this is imported, and nobody below imports it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from flask import Flask, request

from catalogue import api, delivery, web
from catalogue.settings import SITE, Settings

"""The addresses of this slice, within an organisation."""

from starlette.routing import BaseRoute

TENANT: list[BaseRoute] = []

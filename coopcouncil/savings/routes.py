"""The addresses of savings, within an organisation: all 404 but in a credit union."""

from starlette.routing import BaseRoute

TENANT: list[BaseRoute] = []

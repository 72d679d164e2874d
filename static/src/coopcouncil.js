// Every page works without this; with it, pages save reloads and small mistakes.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs"
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs"
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs"
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs"
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs"
import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs"
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs"
import { createAll } from "govuk-frontend/dist/govuk/init.mjs"
import htmx from "htmx.org"
import "htmx-ext-sse"

import { startPasskey } from "./passkeys.js"
import { startRanking } from "./ranking.js"

const components = [
  Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink,
]

function start(within) {
  // onError is silent: a component of a part that was started before says so, and may.
  for (const component of components) createAll(component, undefined, { scope: within, onError() {} })
  within.querySelectorAll("[data-ranking]").forEach(startRanking)
  within.querySelectorAll("[data-passkey]").forEach(startPasskey)
}

start(document)
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target)
})
window.htmx = htmx

"""The pages of an organisation, and the site's first page."""

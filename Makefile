migration:
	@.venv/bin/python -m coopcouncil.kernel.db.newmigration "$(name)"

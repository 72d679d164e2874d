from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0065_employment_lines")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Measure",
            name="proxy_source_cy",
            field=fields.CharField(default="", db_default="", max_length=300),
        ),
        ops.AddField(
            model_name="MeasureImport",
            name="name_cy",
            field=fields.CharField(default="", db_default="", max_length=200),
        ),
        ops.AddField(
            model_name="MeasureSet",
            name="name_cy",
            field=fields.CharField(default="", db_default="", max_length=200),
        ),
        ops.AddField(
            model_name="TenderMeasure",
            name="proxy_source_cy",
            field=fields.CharField(default="", db_default="", max_length=300),
        ),
        ops.AddField(
            model_name="TenderMeasure",
            name="source_cy",
            field=fields.CharField(default="", db_default="", max_length=200),
        ),
        ops.RunSQL(
            "UPDATE measure_set SET name_cy = organisation.name_cy FROM organisation"
            " WHERE organisation.id = measure_set.organisation_id AND kind = 'own'",
            "SELECT 1",
        ),
    ]

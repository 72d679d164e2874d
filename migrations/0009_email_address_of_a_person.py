from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0008_lists_undone")]

    initial = False

    operations = [
        ops.AddIndex(
            model_name="EmailAddress",
            index=Index(fields=["person_id"], name="email_address_of_a_person"),
        ),
    ]

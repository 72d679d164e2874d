from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.ballots.models.ballot import EventKind
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0009_email_address_of_a_person")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="BallotEvent",
            name="kind",
            field=fields.CharEnumField(
                description="SEALED: sealed\nWITHDRAWN: withdrawn\nEXTENDED: extended\nSUSPENDED: suspended\nRESUMED: resumed\nVOIDED: voided\nCLOSED: closed\nLETTERS: letters\nMARKED: marked\nBATCH: batch\nOPENED_BOX: opened-box\nKEY_DESTROYED: key-destroyed\nTIED: tied\nLOTS: lots\nCOUNTED: counted\nDECLARED: declared\nCORRECTED: corrected\nPUBLISHED: published",
                enum_type=EventKind,
                max_length=20,
            ),
        ),
    ]

from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.shares.kinds import ReturnKind, ReturnState
from coopcouncil.statutory.year.kinds import Kind
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0038_long_rolls")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ShareReturn",
            fields=[
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="INTEREST: interest\nPURCHASES: purchases",
                        enum_type=ReturnKind,
                        max_length=12,
                    ),
                ),
                ("since", fields.DateField()),
                ("to", fields.DateField()),
                ("rate", fields.CharField(default="", max_length=40)),
                ("pot", fields.BigIntField(default=0)),
                ("total", fields.BigIntField(default=0)),
                (
                    "state",
                    fields.CharEnumField(
                        default=ReturnState.PROPOSED,
                        description="PROPOSED: proposed\nDECIDED: decided\nDROPPED: dropped",
                        enum_type=ReturnState,
                        max_length=12,
                    ),
                ),
                ("proposed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "proposed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="proposed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("decided_on", fields.DateField(null=True)),
                ("decision", fields.CharField(default="", max_length=200)),
                (
                    "recorded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "recorded_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="recorded_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "share_return",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "state"], name="share_return_state")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareReturnLine",
            fields=[
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "share_return",
                    fields.ForeignKeyField(
                        "coopcouncil.ShareReturn",
                        source_field="share_return_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("basis", fields.BigIntField()),
                ("amount", fields.BigIntField()),
            ],
            options={"table": "share_return_line", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AlterField(
            model_name="DutyDone",
            name="kind",
            field=fields.CharEnumField(
                description="ANNUAL_RETURN: annual-return\nANNUAL_MEETING: annual-meeting\nAUDIT_VOTE: audit-vote\nREPORT_AUDITOR: report-auditor\nCONFIRMATION: confirmation-statement\nCOMPANY_ACCOUNTS: company-accounts\nCIC_REPORT: cic-report\nQUARTERLY_RETURN: quarterly-return\nYEARLY_RETURN: yearly-return",
                enum_type=Kind,
                max_length=30,
            ),
        ),
        ops.AlterField(
            model_name="DutyReminder",
            name="kind",
            field=fields.CharEnumField(
                description="ANNUAL_RETURN: annual-return\nANNUAL_MEETING: annual-meeting\nAUDIT_VOTE: audit-vote\nREPORT_AUDITOR: report-auditor\nCONFIRMATION: confirmation-statement\nCOMPANY_ACCOUNTS: company-accounts\nCIC_REPORT: cic-report\nQUARTERLY_RETURN: quarterly-return\nYEARLY_RETURN: yearly-return",
                enum_type=Kind,
                max_length=30,
            ),
        ),
        ops.AlterField(
            model_name="ReturnKept",
            name="kind",
            field=fields.CharEnumField(
                description="ANNUAL_RETURN: annual-return\nANNUAL_MEETING: annual-meeting\nAUDIT_VOTE: audit-vote\nREPORT_AUDITOR: report-auditor\nCONFIRMATION: confirmation-statement\nCOMPANY_ACCOUNTS: company-accounts\nCIC_REPORT: cic-report\nQUARTERLY_RETURN: quarterly-return\nYEARLY_RETURN: yearly-return",
                enum_type=Kind,
                max_length=30,
            ),
        ),
        ops.AddConstraint(
            model_name="ShareReturn",
            constraint=CheckConstraint(check='since <= "to"', name="a_return_is_for_a_day"),
        ),
        ops.AddConstraint(
            model_name="ShareReturn",
            constraint=CheckConstraint(
                check="(state = 'decided') = (decided_on IS NOT NULL AND decision <> '')",
                name="a_return_is_decided_somewhere",
            ),
        ),
        ops.AddConstraint(
            model_name="ShareReturnLine",
            constraint=UniqueConstraint(
                fields=("share_return_id", "member_id"), name="one_line_per_member_and_return"
            ),
        ),
        ops.AddConstraint(
            model_name="ShareReturnLine",
            constraint=CheckConstraint(check="amount >= 0", name="nobody_pays_for_a_return"),
        ),
        ops.RunSQL(
            """
            CREATE FUNCTION keep_share_returns() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.state <> 'proposed'
                    OR (NEW.organisation_id, NEW.kind, NEW.since, NEW."to", NEW.rate, NEW.pot,
                        NEW.total) IS DISTINCT FROM
                       (OLD.organisation_id, OLD.kind, OLD.since, OLD."to", OLD.rate, OLD.pot,
                        OLD.total)
                THEN
                    RAISE EXCEPTION 'a return is decided once, as it was proposed'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER share_returns_are_decided_once BEFORE UPDATE OR DELETE ON share_return
                FOR EACH ROW EXECUTE FUNCTION keep_share_returns();
            CREATE FUNCTION keep_share_return_lines() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the lines of a return stay' USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER share_return_lines_are_kept
                BEFORE UPDATE OR DELETE ON share_return_line
                FOR EACH ROW EXECUTE FUNCTION keep_share_return_lines();
            """,
            """
            DROP TRIGGER share_return_lines_are_kept ON share_return_line;
            DROP FUNCTION keep_share_return_lines();
            DROP TRIGGER share_returns_are_decided_once ON share_return;
            DROP FUNCTION keep_share_returns();
            """,
        ),
    ]

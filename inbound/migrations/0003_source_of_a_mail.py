from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbound", "0002_opening_a_mail")]

    operations = [
        migrations.AddField(
            "inboundmail", "source", models.CharField(blank=True, db_default="", default="", max_length=200)
        ),
        migrations.AddConstraint(
            "inboundmail",
            models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True),
                fields=("source", "envelope_to"),
                name="inbound_once_a_source",
            ),
        ),
    ]

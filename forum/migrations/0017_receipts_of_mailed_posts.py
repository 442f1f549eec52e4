from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boards", "0016_polls_in_drafts_and_traces")]

    operations = [
        migrations.AddField(
            "mailhabits",
            "receipts",
            models.BooleanField(
                db_default=True, default=True, help_text="a letter for each mail of the member's that was posted"
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0011_told_which_way")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="kept",
            field=models.BooleanField(
                db_default=False, default=False, help_text="marked as unread: what else was read does not read it"
            ),
        ),
    ]

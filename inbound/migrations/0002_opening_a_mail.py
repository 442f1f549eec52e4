import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def seal_what_tells_of_a_child(apps, schema_editor):
    apps.get_model("inbound", "InboundMail").objects.filter(reason="child_details").update(sealed=True)


class Migration(migrations.Migration):
    dependencies = [
        ("inbound", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("inboundmail", "sealed", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("inboundmail", "seen_to", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(seal_what_tells_of_a_child, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name="MailOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField()),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="inbound.inboundmail"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("-opened", "-pk")},
        ),
    ]

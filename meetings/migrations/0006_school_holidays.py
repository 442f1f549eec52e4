import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0005_attendance"),
        ("regions", "0007_office_hand_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolHoliday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="school_holidays",
                        to="regions.network",
                    ),
                ),
            ],
            options={
                "ordering": ("starts",),
                "constraints": [
                    models.UniqueConstraint(fields=("network", "starts"), name="meetings_holiday_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="meetings_holiday_ends_after_start",
                    ),
                ],
            },
        ),
    ]

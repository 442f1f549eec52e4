"""A matter for each post that waits already, with its clock from now."""

from django.db import migrations
from django.utils import timezone

from regions.working_time import add_working_hours


def open_matters(apps, schema_editor):
    now = timezone.now()
    Matter = apps.get_model("boards", "Matter")
    posts = apps.get_model("forum_conversation", "Post").objects.filter(state="waiting")
    Matter.objects.bulk_create(
        (
            Matter(kind="held", post_id=pk, network_id=network, opened=now, due=add_working_hours(now, 24))
            for pk, network in posts.values_list("pk", "topic__forum__network_id").iterator(chunk_size=500)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("boards", "0010_matters"), ("forum_conversation", "0005_matters"), ("forum", "0003_networks")]
    operations = [migrations.RunPython(open_matters, migrations.RunPython.noop)]

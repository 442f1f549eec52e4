"""The table of searchable words: one form for each database (see forum/search)."""

from django.db import migrations

from forum.search import postgres, sqlite


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgres.CREATE)
        schema_editor.execute(postgres.CREATE_INDEX)
    else:
        schema_editor.execute(sqlite.CREATE)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE boards_post_words")


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_initial"), ("forum_conversation", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]

from tests.tooling.commands import Commands


def test_bench_lists_what_it_can_measure_and_runs_it(scratch: Commands):
    bench = scratch.root / "bench"
    bench.mkdir()
    (bench / "pages.py").write_text(
        '"""Queries and milliseconds a page.\n\nMore."""\nimport sys\nprint(sys.argv[1:])\n'
    )
    (bench / "rows.py").write_text("# No docstring: a part of another\n")

    assert (
        scratch("bench", "--help").stdout.splitlines()[0] == "bin/bench pages        Queries and milliseconds a page."
    )
    assert "rows" not in scratch("bench").stdout
    assert scratch("bench", "pages", "--json").stdout == "['--json']\n"
    assert scratch("bench", "mail").stderr == 'bin/bench does not know "mail": see bin/bench --help.\n'

"""The commands: arguments in, one call into the package, lines out.

Results go to standard output, progress and remarks to standard error. What is heavy is imported
inside the command that needs it, so that help is quick.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import reduce, wraps
from glob import iglob
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from dateline.errors import DatelineError
from dateline.records import (
    CountKind,
    Failure,
    Field,
    FieldValue,
    Incident,
    IncidentType,
    Modality,
    Profile,
    Report,
    Scope,
    SourceKind,
    Standing,
    Status,
)

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from dateline.judging import By, Outcome
    from dateline.link.figures import CountRule
    from dateline.run import RunResult
    from dateline.store import Filter, Store

    Rules = Mapping[CountKind, CountRule]

SOME_FAILED, NOTHING_DONE, INTERRUPTED = 1, 3, 130
WITHOUT_ORDINARY = (Scope.POLITICAL, Scope.UNKNOWN)
MAGIC = frozenset("*?[")


class Stopped(click.ClickException):
    """Nothing could be done: no input readable, or no database to be had."""

    exit_code = NOTHING_DONE


class Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        _speak_utf8(sys.stdout)
        try:
            return super().invoke(ctx)
        except DatelineError as error:
            raise Stopped(str(error)) from error
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise Stopped("no room is left for what is written; make some, run it again") from error
        except KeyboardInterrupt:
            click.echo(
                "Stopped. What was coded is kept; the same command goes on from here.", err=True
            )
            ctx.exit(INTERRUPTED)


def _speak_utf8(stream: TextIO) -> None:
    """Into a file or a pipe all is UTF-8, whatever the system's own encoding; names may be of any script."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline", prog_name="dateline")
def cli() -> None:
    """News reports of political violence in, incident records that can be checked out.

    \b
    dateline code reports/*.txt      read, code and keep reports
    dateline list                    the incidents found
    dateline show i3f2a91            one incident, and who says so in which words
    dateline report -o dossier.html  one page to look at and hand on

    \b
    Exit status:
      0  done
      1  done, but some inputs could not be coded, or verify found a problem
      2  the command line is wrong: an unknown option, a date that is none, no such file
      3  nothing done: no input could be read, no such incident, or the database is
         missing, damaged, or newer than this program
      130  stopped by Ctrl-C; what was coded is kept
    """


database_option = click.option(
    "--db",
    default="incidents.db",
    show_default=True,
    metavar="FILE",
    help="SQLite file, or postgresql://USER@HOST/DATABASE.",
)
gazetteer_option = click.option(
    "--gazetteer",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own places, on top of the packaged ones; see: dateline gazetteer import",
)
all_option = click.option(
    "--all", "ordinary", is_flag=True, help="Ordinary crime and accidents too, hidden otherwise."
)


def read_day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


def read_country(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise click.BadParameter(f"{value}: write its two-letter ISO code, e.g. IQ for Iraq")
    return value


def read_words(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():  # a shell's empty variable
        raise click.BadParameter("nothing is in it; leave the option out, or say what to look for")
    return value


def read_columns(
    _ctx: click.Context, _param: click.Parameter, value: Sequence[str]
) -> dict[str, str]:
    split = [pair.partition("=") for item in value for pair in item.split(",")]
    pairs = [(field.strip(), column.strip()) for field, _, column in split]
    for field, column in pairs:
        if not (field and column):
            raise click.BadParameter("write FIELD=COLUMN, e.g. text=Notes,published=Date")
    found = dict(pairs)
    from dateline.read.table import ALIASES

    if unknown := sorted(found.keys() - ALIASES.keys()):
        raise click.BadParameter(f"{unknown[0]}: no such field; fields are {', '.join(ALIASES)}")
    return found


def read_inputs_given(
    _ctx: click.Context, _param: click.Parameter, value: Sequence[str]
) -> Sequence[str]:
    for name in value:
        if not name.strip():  # a shell's empty variable; as a path it would be this whole folder
            raise click.BadParameter("an input without a name")
        found = Path(name).exists() or (MAGIC & set(name) and any(iglob(name, recursive=True)))  # noqa: PTH207
        if name != "-" and not found:
            raise click.BadParameter(f"{name}: no such file or folder")
    return value


def read_rules(
    _ctx: click.Context, _param: click.Parameter, value: Sequence[str]
) -> dict[CountKind, CountRule]:
    from dateline.link.figures import CountRule

    rules = {}
    for pair in value:
        figure, _, rule = pair.partition("=")
        if figure not in set(CountKind) or rule not in set(CountRule):
            raise click.BadParameter(
                f"{pair}: write FIGURE=RULE; figures are {', '.join(CountKind)}, rules {', '.join(CountRule)}"
            )
        rules[CountKind(figure)] = CountRule(rule)
    return rules


rule_option = click.option(
    "--rule",
    "rules",
    multiple=True,
    callback=read_rules,
    metavar="FIGURE=RULE",
    help="Choose a figure by another rule than majority, e.g. killed=lowest.",
)
DAY = click.DateTime(["%Y-%m-%d"])
FILTERS: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
    click.option(
        "--type",
        "type_",
        type=click.Choice([t.value for t in IncidentType]),
        help="What happened, e.g. bombing; an unknown one lists all.",
    ),
    click.option(
        "--status",
        type=click.Choice([s.value for s in Status]),
        help="Whether it is said to have happened.",
    ),
    click.option(
        "--country", metavar="CODE", callback=read_country, help="ISO 3166-1 alpha-2, e.g. ML."
    ),
    click.option(
        "--place",
        metavar="WORDS",
        callback=read_words,
        help="In the name of the place or its province.",
    ),
    click.option(
        "--actor",
        metavar="WORDS",
        callback=read_words,
        help="In the name of a perpetrator or target.",
    ),
    click.option(
        "--since",
        type=DAY,
        callback=read_day,
        metavar="DAY",
        help="On this day (YYYY-MM-DD) or later.",
    ),
    click.option(
        "--until", type=DAY, callback=read_day, metavar="DAY", help="On this day or earlier."
    ),
    click.option(
        "--min-killed",
        type=click.IntRange(0, 999_999_999),
        metavar="N",
        help="At least so many killed.",
    ),
    click.option(
        "--report",
        metavar="ID",
        callback=read_words,
        help="Told of by this report; the id's beginning is enough.",
    ),
    click.option(
        "--scope", type=click.Choice([s.value for s in Scope]), help="Of this scope only."
    ),
    all_option,
]


def profile_option(default: Profile) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--profile`, as a `Profile`."""
    return click.option(
        "--profile",
        type=click.Choice([p.value for p in Profile]),
        callback=lambda _ctx, _param, value: Profile(value),
        default=default.value,
        show_default=True,
        help="Who is named: everybody (full); those who read and decided only by number (partner); nor private persons (public).",
    )


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose incidents; it receives them as one `Filter`."""

    @wraps(command)
    def with_filter(
        *,
        type_: str | None,
        status: str | None,
        scope: str | None,
        ordinary: bool,
        **options: Any,
    ) -> None:
        from dateline.store import Filter

        names = ("country", "place", "actor", "since", "until", "min_killed", "report")
        which = Filter(
            type=IncidentType(type_) if type_ else None,
            status=Status(status) if status else None,
            scopes=_scopes(scope, ordinary=ordinary),
            **{name: options.pop(name) for name in names},
        )
        command(which=which, **options)

    return reduce(lambda wrapped, option: option(wrapped), reversed(FILTERS), with_filter)


def _count_ordinary(store: Store, which: Filter) -> int:
    """How many incidents a filter leaves out that was not told of which scope to choose."""
    from dateline.store.desk import matching

    if which.scopes != WITHOUT_ORDINARY:
        return 0
    return len(matching(store, replace(which, scopes=(Scope.ORDINARY,))))


def _scopes(scope: str | None, *, ordinary: bool) -> tuple[Scope, ...]:
    if scope is not None:
        return (Scope(scope),)
    return tuple(Scope) if ordinary else WITHOUT_ORDINARY


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", callback=read_inputs_given)
@database_option
@click.option(
    "--published",
    type=DAY,
    callback=read_day,
    metavar="DAY",
    help="Day of publication (YYYY-MM-DD) of all inputs; outranks what they say.",
)
@click.option(
    "--columns",
    multiple=True,
    callback=read_columns,
    metavar="FIELD=COLUMN,...",
    help="Where a table keeps text, title, published, publisher, url, id.",
)
@click.option(
    "--actors",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own table of actors, on top of the registry.",
)
@gazetteer_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 61),  # Windows waits for no more
    metavar="N",
    help="Processes to code many reports in; as many as there are cores, at most 4.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl", "csv"]),
    default="table",
    show_default=True,
    help="How to print the incidents of these inputs.",
)
@all_option
@click.pass_context
def code(
    ctx: click.Context,
    inputs: Sequence[str],
    db: str,
    published: date | None,
    columns: dict[str, str],
    actors: Path | None,
    gazetteer: Path | None,
    jobs: int | None,
    format_: str,
    ordinary: bool,
) -> None:
    """Code reports into incidents; keep and print them.

    INPUT is a file (text, HTML, PDF, feed, e-mail, WARC, or a table of reports as JSONL, CSV or
    Parquet), a folder, a glob, or - for standard input. Coding the same again changes nothing.

    \b
    dateline code reports/*.txt --db sudan.db
    dateline code page.html --published 2024-05-15 --format jsonl
    dateline code coded.csv --columns text=Notes,published=Date
    """
    from dateline.workers import default_jobs, keep_numpy_to_one_thread

    keep_numpy_to_one_thread()
    from dateline.read import ReadOptions
    from dateline.run import code_inputs
    from dateline.store import name_database, open_store

    options = ReadOptions(published=published, columns=columns)
    with open_store(db) as store:
        with _progress() as on_document:
            result = code_inputs(
                inputs,
                store,
                options=options,
                actors=actors,
                gazetteer=gazetteer,
                jobs=jobs or default_jobs(),
                on_document=on_document,
            )
        found = store.incidents_of(result.reports)
        shown = [told for told in found if ordinary or told.scope in WITHOUT_ORDINARY]
        _print(shown, _reports(store, shown), format_)
        undated = _count_undated(store, result.reports)
    hidden = len(found) - len(shown)
    _sum_up(result, n_found=len(found), n_hidden=hidden, n_undated=undated, db=name_database(db))
    if result.failures:
        ctx.exit(SOME_FAILED if result.reports else NOTHING_DONE)
    if not result.reports:
        raise Stopped(f"{', '.join(inputs)}: no file in it, or none with a report to read")


@cli.command("list")
@database_option
@filtered
@rule_option
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The latest N only.")
def list_(db: str, which: Filter, limit: int | None, rules: Rules) -> None:
    """List incidents, the latest last.

    Piped, tab-separated lines with a header. "!" beside a figure: the reports disagree. "+": at least so many.

    \b
    dateline list --country ML --since 2024-05-01 --min-killed 3
    """
    from dateline.store import open_store

    with open_store(db, reads_only=True) as store:
        found = _choose(store, store.incidents(which), rules)
    _print_list(found[-limit:] if limit else found)
    _hint(_many(len(found), "incident"))


@cli.command()
@click.argument("id_", metavar="[ID]", required=False)
@database_option
@rule_option
@click.option("--rules", "all_rules", is_flag=True, help="What each rule makes of each figure.")
def show(id_: str | None, db: str, rules: Rules, all_rules: bool) -> None:
    """Show one incident, and who says so in which words.

    What is disputed first, and who says otherwise; then the other values, then every quote in its sentence, then what people decided. ID is the incident's id or its beginning, or what it was called before it was joined to another. Without it: the ten latest incidents.

    \b
    dateline show i3f2a91
    """
    from dateline.store import Filter, open_store

    with open_store(db, reads_only=True) as store:
        if id_ is None:
            _print_list(store.incidents(Filter(scopes=WITHOUT_ORDINARY))[-10:])
            _hint("the latest; see one with: dateline show ID")
            return
        from dateline.judging import open_case
        from dateline.terminal import show_incident, show_outcomes

        case = open_case(store, id_)
        if all_rules:
            from dateline.link.outcomes import find_outcomes

            outcomes = find_outcomes(case.incident, case.reports, copies=_representatives(store))
            _print_whole(show_outcomes(outcomes))
            return
        (incident,) = _choose(store, [case.incident], rules)
        _print_whole(show_incident(incident, case.reports, case.judgements))


@cli.group()
def judge() -> None:
    """Decide on incidents; what you decide outlives coding again.

    Every judgement has an author (--author, or DATELINE_AUTHOR) and may have a reason. None is ever changed or removed: one that is wrong is withdrawn.

    \b
    dateline judge value i3f2a91 killed 14 --reason "the morgue's list"
    """


def read_author(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    if not (value or "").strip():
        raise click.UsageError("who decides? Give --author NAME, or set DATELINE_AUTHOR.")
    return value or ""


def judging(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of every judgement; it receives author and reason as one `By`."""

    @wraps(command)
    def with_author(*, author: str, reason: str | None, **options: Any) -> None:
        from dateline.judging import By

        command(by=By(author, reason), **options)

    wrapped = click.option("--reason", metavar="WORDS", help="Why; shown beside the value.")(
        with_author
    )
    wrapped = click.option(
        "--author",
        envvar="DATELINE_AUTHOR",
        metavar="NAME",
        callback=read_author,
        help="Who decides; else what DATELINE_AUTHOR says.",
    )(wrapped)
    return database_option(wrapped)


@judge.command()
@click.argument("first", metavar="ID")
@click.argument("second", metavar="ID")
@judging
def same(first: str, second: str, db: str, by: By) -> None:
    """Two incidents are one.

    It keeps the id of the one that was told first; the other id still leads to it.

    \b
    dateline judge same i3f2a91 i77b0c2 --author "A. Diallo"
    """
    from dateline.judging import judge_same
    from dateline.store import open_store

    with open_store(db, create=False) as store:
        _say_outcome(judge_same(store, first, second, by=by))


@judge.command()
@click.argument("first", metavar="ID")
@click.argument("others", metavar="ID|CLAIM...", nargs=-1, required=True)
@judging
def different(first: str, others: Sequence[str], db: str, by: By) -> None:
    """Two incidents are two, or claims of one tell of another.

    With the id of a second incident: the two stay apart, whatever the program comes to think. With claims of the first, as `dateline show` gives them: they leave it and are an incident of their own.

    \b
    dateline judge different i3f2a91 i77b0c2
    dateline judge different i3f2a91 c5d41e02 c90aa71b
    """
    from dateline.judging import find_claim, find_incident, judge_different, split_off
    from dateline.store import open_store
    from dateline.store.judgements import find_claims

    with open_store(db, create=False) as store:
        if len(others) == 1 and not find_claims(store, others[0]):
            _say_outcome(judge_different(store, first, others[0], by=by))
            return
        whole = find_incident(store, first)
        claims = [find_claim(store, claim)[0] for claim in others]
        _say_outcome(split_off(store, whole.id, claims, by=by))


@judge.command()
@click.argument("id_", metavar="ID")
@click.argument("field", type=click.Choice([f.value for f in Field]))
@click.argument("value")
@judging
def value(id_: str, field: str, value: str, db: str, by: By) -> None:
    """A field has this value, whatever the claims say.

    Dates as 2024-05-13, 2024-05-13/2024-05-19, 2024-05, 2024; figures as 12, 12+, 9-15, low/best/high; places by gazetteer id, name, or "Name, ML @ 16.27,-0.04"; lists with ";" between; "none" for not known.

    \b
    dateline judge value i3f2a91 killed 9/14/15 --reason "the morgue's list"
    """
    from dateline.judging import find_incident, set_values
    from dateline.store import open_store

    with open_store(db, create=False) as store:
        incident = find_incident(store, id_)
        values = _read_fields({Field(field): value}, like=incident)
        _say_outcome(set_values(store, incident.id, values, by=by))


@judge.command()
@click.argument("id_", metavar="ID")
@click.argument(
    "fields", metavar="[FIELD]...", nargs=-1, type=click.Choice([f.value for f in Field])
)
@judging
def confirm(id_: str, fields: Sequence[str], db: str, by: By) -> None:
    """An incident is right, or fields of it are.

    With fields: they keep the values that they show. Without: you have read the incident through; its values go on to follow the reports, and what changes is said.

    \b
    dateline judge confirm i3f2a91 date place
    """
    from dateline.judging import confirm_values, review
    from dateline.store import open_store

    with open_store(db, create=False) as store:
        if fields:
            _say_outcome(confirm_values(store, id_, map(Field, fields), by=by))
        else:
            _say_outcome(review(store, id_, by=by))


@judge.command()
@click.argument("claims", metavar="CLAIM...|ID", nargs=-1, required=True)
@judging
def discard(claims: Sequence[str], db: str, by: By) -> None:
    """Claims of an incident count for nothing.

    CLAIM as `dateline show` gives it, several of one incident, or the id of an incident for all of its claims. An incident whose deed is discarded is gone.

    \b
    dateline judge discard c5d41e02 --reason "speaks of another year"
    """
    from dateline.judging import discard as discard_claims
    from dateline.judging import find_claim, find_incident
    from dateline.store import open_store
    from dateline.store.judgements import find_claims

    with open_store(db, create=False) as store:
        if len(claims) == 1 and not find_claims(store, claims[0]):
            incident = find_incident(store, claims[0])
            found = [(claim.id, incident.id) for claim in incident.claims]
        else:
            found = [find_claim(store, claim) for claim in claims]
        _say_outcome(discard_claims(store, found[0][1], [claim for claim, _ in found], by=by))


def adding(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say what added words tell, and who tells it."""
    wrapped = click.option(
        "--modality",
        type=click.Choice([m.value for m in Modality]),
        default=Modality.ASSERTED.value,
        show_default=True,
        help="How it is told.",
    )(command)
    wrapped = click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="NAME[:KIND]",
        help=f"Who says so, the nearest to the facts first; KIND is one of {', '.join(SourceKind)}.",
    )(wrapped)
    return click.option(
        "--set",
        "pairs",
        multiple=True,
        metavar="FIELD=VALUE",
        help="What the words say, as for `dateline judge value`.",
    )(wrapped)


@judge.command("add-claim")
@click.argument("id_", metavar="ID")
@click.argument("report")
@click.argument("quote")
@adding
@judging
def add_claim(id_: str, report: str, quote: str, db: str, by: By, **told: Any) -> None:
    """Words of a report tell of an incident.

    QUOTE stands in the report once, exactly so.

    \b
    dateline judge add-claim i3f2a91 r4d708ee "Two more died on Friday" --set killed=2
    """
    from dateline.judging import add_claim, find_incident
    from dateline.store import open_store

    with open_store(db, create=False) as store:
        incident = find_incident(store, id_)
        words = _read_words(store, report, quote, like=incident, **told)
        _say_outcome(add_claim(store, incident.id, by=by, **words))


@judge.command("add-incident")
@click.argument("report")
@click.argument("quote")
@adding
@judging
def add_incident(report: str, quote: str, db: str, by: By, **told: Any) -> None:
    """Words of a report tell of an incident that is not there yet.

    QUOTE stands in the report once, exactly so. A type must be set.

    \b
    dateline judge add-incident r4d708ee "a mine killed a herder" --set type=bombing --set killed=1
    """
    from dateline.judging import add_incident
    from dateline.store import open_store

    with open_store(db, create=False) as store:
        words = _read_words(store, report, quote, like=None, **told)
        _say_outcome(add_incident(store, by=by, **words))


@judge.command()
@click.argument("judgement", type=int)
@judging
def withdraw(judgement: int, db: str, by: By) -> None:
    """A judgement no longer holds.

    JUDGEMENT is its number. To take that back, withdraw the withdrawal.

    \b
    dateline judge withdraw 12 --reason "two hospitals of one name"
    """
    from dateline.judging import withdraw
    from dateline.store import open_store

    with open_store(db, create=False) as store:
        _say_outcome(withdraw(store, judgement, by=by))


@judge.command("list")
@click.argument("id_", metavar="[ID]", required=False)
@database_option
@click.option(
    "--standing", type=click.Choice([s.value for s in Standing]), help="Of this standing only."
)
def list_judgements(id_: str | None, db: str, standing: str | None) -> None:
    """List judgements: all, or the history of one incident.

    Tab-separated lines with a header: number, time, author, verdict, how it stands, incident, what it says, reason.

    \b
    dateline judge list --standing unanchored
    """
    from dateline.judging import open_case
    from dateline.store import open_store
    from dateline.store.judgements import read_judged
    from dateline.terminal import judged_lines

    with open_store(db, reads_only=True) as store:
        found = read_judged(store) if id_ is None else open_case(store, id_).judgements
    for line in judged_lines(j for j in found if standing in (None, j.standing.value)):
        click.echo(line)


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@database_option
@rule_option
@filtered
def compare(file: Path, db: str, which: Filter, rules: Rules) -> None:
    """Hold your own ACLED or UCDP GED file against the incidents.

    FILE is CSV with the columns of either. Tab-separated lines: what both have, with "tolls differ" where they do, what only the incidents have, what only the file has.

    \b
    dateline compare acled-mali.csv --country ML
    dateline compare ged241.csv | grep "only theirs"
    """
    from dateline.comparing import compare_events, read_events, summarise
    from dateline.store import open_store
    from dateline.terminal import comparison_lines

    events = read_events(file)
    with open_store(db, reads_only=True) as store:
        found = compare_events(_choose(store, store.incidents(which), rules), events)
    for line in comparison_lines(found):
        click.echo(line)
    _hint(", ".join(f"{number} {what}" for what, number in summarise(found).items()))


@cli.command()
@database_option
def failures(db: str) -> None:
    """List what could not be coded, and why.

    \b
    dateline failures --db sudan.db
    """
    from dateline.store import open_store
    from dateline.terminal import say_failure

    with open_store(db, reads_only=True) as store:
        found = store.failures()
    for failure in found:
        click.echo("\t".join(say_failure(failure)))
    _hint(f"{_many(len(found), 'input')} could not be coded")


@cli.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(["jsonl", "csv", "geojson"]))
@database_option
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="FILE",
    help="Where to write; - is standard output.",
    show_default=True,
)
@profile_option(Profile.FULL)
@rule_option
@filtered
def export(
    format_: str, db: str, output: str, profile: Profile, which: Filter, rules: Rules
) -> None:
    """Write incidents as JSONL, CSV or GeoJSON.

    FORMAT is jsonl (whole records, one a line), csv (one row an incident) or geojson (points).
    Ordinary crime and accidents are left out unless --all or --scope is given; in a terminal it says
    how many.

    \b
    dateline export csv -o mali.csv --country ML
    dateline export csv -o mali.csv --country ML --all
    dateline export csv -o mali.csv --country ML --profile public
    """
    from dateline.export.profile import for_profile
    from dateline.store import open_store

    with open_store(db, reads_only=True) as store:
        found = _choose(store, store.incidents(which), rules)
        with _writing(output) as stream:
            told, reports = for_profile(profile, found, _reports(store, found))
            written = _writers()[format_](told, reports, stream)
        left_out = _count_ordinary(store, which)
    hidden = f", {left_out} more of ordinary crime left out: --all writes them" if left_out else ""
    _hint(_many(written, "incident") + (f" in {output}" if output != "-" else "") + hidden)


@cli.command()
@database_option
@click.option(
    "-o",
    "--output",
    default="dossier.html",
    show_default=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The page to write.",
)
@click.option("--title", default="Incidents", show_default=True, help="Its heading.")
@click.option("--by", metavar="NAME", help="Who publishes it; stands below the heading.")
@profile_option(Profile.PARTNER)
@rule_option
@filtered
def report(
    db: str,
    output: Path,
    title: str,
    by: str | None,
    profile: Profile,
    which: Filter,
    rules: Rules,
) -> None:
    """Write a page with map, timeline, tables and quotes, to hand on or to print.

    One self-contained HTML file: every value stands beside the quotes behind it. Who checked it is
    numbered, not named, and reasons that they gave are printed as they typed them, unless --profile
    says otherwise.

    \b
    dateline report -o dossier.html --title "Gao, May 2024" --place Gao
    """
    from dateline.export.dossier import write_dossier
    from dateline.store import open_store
    from dateline.terminal import say_choice

    with open_store(db, reads_only=True) as store:
        found = _choose(store, store.incidents(which), rules)
        with _naming(str(output)):
            write_dossier(
                found,
                _reports(store, found),
                output,
                title=title,
                by=by,
                chosen=say_choice(which, rules),
                versions=store.last_versions(),
                profile=profile,
            )
    _hint(f"{_many(len(found), 'incident')} in {output}")


@cli.command()
@click.argument(
    "by",
    metavar="BY",
    type=click.Choice(["month", "year", "type", "country", "admin1", "place", "perpetrators"]),
)
@database_option
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="FILE",
    help="Where to write; - is standard output.",
    show_default=True,
)
@click.option("--title", metavar="WORDS", help="Its heading.")
@filtered
def chart(by: str, db: str, output: str, title: str | None, which: Filter) -> None:
    """Draw incidents and people killed as SVG, by month or another value.

    BY is month, year, type, country, admin1, place or perpetrators.

    \b
    dateline chart month -o mali.svg --country ML --title "Mali"
    """
    from dateline.export.chart import Group, draw_chart
    from dateline.store import GroupBy, open_store

    with open_store(db, reads_only=True) as store:
        groups = [Group(t.value, t.incidents, t.killed) for t in store.tally(GroupBy(by), which)]
    drawn = draw_chart(groups, by=by, title=title or f"Incidents by {by}")
    with _writing(output) as stream:
        stream.write(drawn)


@cli.command()
@database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--url", metavar="URL", help="How people reach it, where a proxy stands before it.")
@click.option(
    "--users",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Users with passwords, made with dateline user; needed for other computers.",
)
@click.option(
    "--author",
    metavar="NAME",
    envvar="DATELINE_AUTHOR",
    help="Who decides, unless they give another name on the page; else the name of your account.",
)
@click.option(
    "--beside",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A copy of the database in which somebody else decided: the agreement page compares it.",
)
@click.option(
    "--tiles",
    metavar="FOLDER|FILE|URL",
    help="Map tiles of your own behind the incidents: a folder LEVEL/COLUMN/ROW.png, an MBTiles file, or https://HOST/{z}/{x}/{y}.png, which tells that host what is looked at.",
)
@click.option("--open", "opens", is_flag=True, help="Open it in the browser at once.")
def serve(
    db: str,
    host: str,
    port: int,
    url: str | None,
    users: Path | None,
    author: str | None,
    beside: Path | None,
    tiles: str | None,
    opens: bool,
) -> None:
    """Look, check and decide in a browser: the review desk.

    Prints the address to open, which holds a secret: whoever has it is in. Nothing leaves this computer, unless --tiles names another server. Ctrl-C stops it.

    \b
    dateline serve --db mali.db
    dateline serve --db mali.db --host 192.168.0.7 --users desk-users.tsv
    """
    app = _desk("app")

    def ready(address: str) -> None:
        click.echo(f"The desk is open at {address}")
        _hint("Ctrl-C closes it")
        if tiles is not None and "://" in tiles:
            _hint(
                f"every map asks {tiles} for its background: that server is told what is looked at"
            )
        if opens:
            click.launch(address)

    app.serve(
        db,
        host=host,
        port=port,
        url=url,
        users=users,
        author=author or _whoami(),
        beside=beside,
        tiles=tiles,
        on_ready=ready,
    )


@cli.command()
@click.argument("name")
@click.option(
    "--users",
    type=click.Path(dir_okay=False, path_type=Path),
    default="desk-users.tsv",
    show_default=True,
    metavar="FILE",
    help="Where names and hashes of passwords are kept.",
)
@click.option("--remove", is_flag=True, help="Remove the user; what they decided stays.")
def user(name: str, users: Path, remove: bool) -> None:
    """Add a user of the review desk, or change a password.

    NAME stands below every judgement that the user makes.

    \b
    dateline user "A. Diallo" --users desk-users.tsv
    """
    access = _desk("access")
    if remove:
        access.remove_user(users, name)
        return
    access.set_user(
        users, name, click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )


def _desk(module: str) -> Any:
    """A module of the review desk. Stopped, with what to install, where its packages are missing."""
    from importlib import import_module

    try:
        return import_module(f"dateline.review.{module}")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("dateline"):
            raise
        raise Stopped(
            f"the review desk needs {error.name}: pip install 'dateline[desk]'"
        ) from error


def _whoami() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


@cli.command()
@click.argument("databases", nargs=-1, required=True, metavar="DATABASE...")
@click.option(
    "--reviewer", "reviewers", multiple=True, metavar="NAME", help="Compare these only; twice."
)
def agree(databases: tuple[str, ...], reviewers: tuple[str, ...]) -> None:
    """Say how far reviewers agree, field by field.

    With one database: every two who decided in it. With two, copies of one in which two people decided without seeing each other: one with the other. A line for each field: incidents on which both said what it is, on how many they said the same, Krippendorff's alpha.

    \b
    dateline agree mali.db
    dateline agree mali-first.db mali-second.db
    """
    from itertools import combinations

    from dateline.agreement import compare_reviewers, gather, say_alpha
    from dateline.store import open_store
    from dateline.store.judgements import read_judged
    from dateline.terminal import plain

    if len(databases) > 2 or (len(databases) == 2 and reviewers):
        raise click.UsageError("give one database, or two without --reviewer")
    judged = {}
    for db in databases:
        with open_store(db, reads_only=True) as store:
            judged[db] = read_judged(store)
    ratings = gather(judged, reviewers)
    click.echo("one\tother\tfield\tincidents\talike\talpha")
    for one, other in combinations(ratings, 2):
        for found in compare_reviewers(ratings[one], ratings[other]):
            alpha = "" if found.alpha is None else say_alpha(found.alpha, digits=3)
            cells = (plain(one), plain(other), found.field.value, found.incidents, found.alike)
            click.echo("\t".join(map(str, (*cells, alpha))))
    _hint("alpha is empty where all values are one; docs/desk.md says how to read it")


@cli.command("verify")
@database_option
@click.pass_context
def verify_(ctx: click.Context, db: str) -> None:
    """Check a database against itself.

    Hashes of documents and texts, quotes, offsets, and every value that is kept twice. A line
    for each problem: table, id, what is wrong.

    \b
    dateline verify --db sudan.db
    """
    from dateline.store import open_store, verify
    from dateline.terminal import plain

    with open_store(db, reads_only=True) as store:
        problems, rows = verify(store), store.count_rows()
    for problem in problems:
        click.echo(f"{problem.table}\t{plain(problem.id)}\t{plain(problem.message)}")
    names = ("documents", "reports", "claims", "incidents", "judgements")
    checked = ", ".join(f"{rows[name]} {name}" for name in names)
    _hint(f"{checked} checked: {_many(len(problems), 'problem')}")
    if problems:
        ctx.exit(SOME_FAILED)


@cli.command()
@database_option
def info(db: str) -> None:
    """Print versions, digests, data files and row counts.

    \b
    dateline info --db sudan.db
    """
    from dateline.run import read_data_files, read_versions
    from dateline.store import name_database, open_store

    versions = read_versions()
    lines = {
        "dateline": versions.package,
        "python": sys.version.split()[0],
        "lexicons": versions.lexicons,
        "gazetteer": versions.gazetteer or "missing; build it with: make gazetteer",
        "rules": versions.rules,
        "coder": versions.coder,
        "data": read_data_files(),
        "database": name_database(db),
    }
    if db.strip() and "://" not in db and not Path(db).exists():
        lines["database"] += " (not there yet)"
    else:
        with open_store(db, reads_only=True) as store:
            lines |= {name: f"{count:,}" for name, count in store.count_rows().items()}
    width = max(map(len, lines))
    for name, value in lines.items():
        click.echo(f"{name:<{width}}  {value}")


@cli.group("gazetteer", context_settings={"help_option_names": ["-h", "--help"]})
def gazetteer_() -> None:
    """Look a place name up, or add places of your own.

    \b
    dateline gazetteer find Tripoli --country LB
    dateline gazetteer import IQ.txt --into places.db
    dateline code reports/*.txt --gazetteer places.db
    """


@gazetteer_.command("import")
@click.argument(
    "dumps",
    nargs=-1,
    required=True,
    metavar="DUMP...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--into",
    default="places.db",
    show_default=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Your file of places; made when it is not there.",
)
def import_(dumps: Sequence[Path], into: Path) -> None:
    """Add GeoNames dumps to a file of your own places.

    DUMP is a country's file as GeoNames gives it, IQ.zip or the IQ.txt in it. Villages, camps,
    bases, rivers and the like are taken; schools, farms and wells are not. Importing a dump again
    replaces what it brought.

    \b
    dateline gazetteer import IQ.txt SY.txt --into places.db
    """
    from dateline.gazetteer.own import import_dumps

    done = import_dumps(dumps, into)
    click.echo(
        f"{into}: {done.added:,} new places, {done.known:,} known already and given their"
        f" further names, {done.left_out:,} lines left out"
    )


@gazetteer_.command("find")
@click.argument("name")
@click.option(
    "--country", metavar="CODE", callback=read_country, help="As if the report named this country."
)
@click.option(
    "--near",
    multiple=True,
    metavar="PLACE",
    help="As if the report named this place too; can be given again.",
)
@gazetteer_option
def find_(name: str, country: str | None, near: Sequence[str], gazetteer: Path | None) -> None:
    """Show what places a name may mean, and why one wins.

    The likeliest first, with its share of being meant. A report's own words weigh in too when it
    is coded: here the name stands alone, or beside what you name.

    \b
    dateline gazetteer find Tripoli
    dateline gazetteer find Tripoli --country LB --near Zahle
    """
    from dateline.gazetteer.find import open_gazetteer
    from dateline.resolve.place import look_up
    from dateline.terminal import candidate_lines

    opened = open_gazetteer(own=gazetteer)
    if country and opened.country(country.upper()) is None:
        raise click.BadParameter(f"{country}: no country has this code", param_hint="--country")
    found = look_up(name, opened, country=country, near=near)
    if not found:
        raise Stopped(
            f"{name}: no place of this name; add your own with: dateline gazetteer import"
        )
    for line in candidate_lines(found, opened, aligned=sys.stdout.isatty()):
        click.echo(line)


# ------------------------------------------------------------------ lines


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def _print(incidents: Sequence[Incident], reports: dict[str, Report], format_: str) -> None:
    if format_ == "table":
        _print_list(incidents)
    else:
        with _writing("-") as stream:
            _writers()[format_](incidents, reports, stream)


def _print_list(incidents: Sequence[Incident]) -> None:
    from dateline.terminal import list_lines, list_table

    console = _console()
    if not console.is_terminal:
        for line in list_lines(incidents):
            click.echo(line)
    elif incidents:
        console.print(list_table(incidents, width=console.width))


def _print_whole(shown: RenderableType) -> None:
    console = _console()
    if console.is_terminal:
        console.print(shown)
        return
    with console.capture() as captured:
        console.print(shown)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())  # cells are padded to their column's width


def _read_fields(typed: dict[Field, str], *, like: Incident | None) -> dict[Field, FieldValue]:
    from dateline.gazetteer.find import open_gazetteer
    from dateline.resolve.actor import load_registry
    from dateline.typed import read_field

    gazetteer, registry = open_gazetteer(), load_registry()
    country = like.place.country if like is not None and like.place is not None else None
    day = like.date.start if like is not None and like.date is not None else None
    try:
        return {
            name: read_field(
                name, text, gazetteer=gazetteer, registry=registry, country=country, day=day
            )
            for name, text in typed.items()
        }
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _read_words(
    store: Store,
    report: str,
    quote: str,
    *,
    like: Incident | None,
    pairs: Sequence[str],
    sources: Sequence[str],
    modality: str,
) -> dict[str, Any]:
    """What `add_claim` and `add_incident` take, from the command line."""
    from dateline.judging import find_quote, find_report
    from dateline.typed import read_source, values_of

    split = [pair.partition("=") for pair in pairs]
    if unknown := [name for name, _, _ in split if name not in set(Field)]:
        raise click.UsageError(f"{unknown[0]}: no such field; write one of {', '.join(Field)}")
    fields = _read_fields({Field(name): text for name, _, text in split}, like=like)
    found = find_report(store, report)
    try:
        says, speakers = values_of(fields), [read_source(text) for text in sources]
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return {
        "report_id": found.id,
        "span": find_quote(store, found.id, quote),
        "says": says,
        "sources": speakers,
        "modality": Modality(modality),
    }


def _say_outcome(outcome: Outcome) -> None:
    """The number of a judgement, and the incidents as they are now."""
    from dateline.terminal import plain, say_standing, say_verdict

    judged = outcome.judged
    line = f"{judged.judgement.id}\t{plain(say_verdict(judged))}"
    if judged.standing is not Standing.APPLIED:
        line += f"\t{say_standing(judged)}"
    click.echo(line)
    if outcome.incidents:
        _print_list(outcome.incidents)


def _reports(store: Store, incidents: Sequence[Incident]) -> dict[str, Report]:
    ids = {claim.report_id for incident in incidents for claim in incident.claims}
    return {report.id: report for report in store.reports(ids)}


def _choose(store: Store, incidents: Sequence[Incident], rules: Rules) -> list[Incident]:
    """The incidents, with figures chosen by the rules asked for."""
    if not rules:
        return list(incidents)
    from dateline.link.incidents import apply_rules

    reports, copies = _reports(store, incidents), _representatives(store)
    return [apply_rules(i, reports, rules=rules, copies=copies) for i in incidents]


def _representatives(store: Store) -> dict[str, str]:
    """The id of a near copy -> that of the report that stands for it."""
    return {copy: id for id, members in store.copies().items() for copy, _ in members}


def _writers() -> dict[str, Callable[[Sequence[Incident], dict[str, Report], TextIO], int]]:
    from dateline.export.geojson import write_geojson
    from dateline.export.jsonl import write_jsonl
    from dateline.export.table import write_csv

    return {"jsonl": write_jsonl, "csv": write_csv, "geojson": write_geojson}


@contextmanager
def _writing(output: str) -> Iterator[TextIO]:
    if output == "-":
        if isinstance(sys.stdout, TextIOWrapper):  # what goes to files is UTF-8 everywhere
            sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="")
        yield sys.stdout
        return
    with _naming(output), Path(output).open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def _naming(output: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Stopped(f"{output}: {error.strerror}; choose another file with -o") from error


@contextmanager
def _progress() -> Iterator[Callable[[Report | Failure], None] | None]:
    """A line on standard error that counts, where that is a terminal."""
    console = _console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    n_coded, n_failed = 0, 0
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading")

        def count(outcome: Report | Failure) -> None:
            nonlocal n_coded, n_failed
            n_coded += isinstance(outcome, Report)
            n_failed += isinstance(outcome, Failure)
            failed = f", {n_failed} failed" if n_failed else ""
            progress.update(task, description=f"{_many(n_coded, 'report')} coded{failed}")

        yield count


def _sum_up(result: RunResult, *, n_found: int, n_hidden: int, n_undated: int, db: str) -> None:
    from dateline.terminal import plain, say_failure

    for failure in result.failures:
        click.echo(": ".join(say_failure(failure)), err=True)
    for file, ids in result.left.items():
        click.echo(
            f"{plain(file)}: what was read from a file of this name before is not in it now, and stays and"
            f" counts too ({_many(len(ids), 'text')}). If it was edited: code into a new --db, or discard the"
            f" claims of the old text: dateline list --all --report {ids[0]}, dateline show ID, dateline"
            " judge discard CLAIM",
            err=True,
        )
    known = f" ({len(result.known)} known already)" if result.known else ""
    hidden = f", {n_hidden} of them ordinary crime: --all shows them" if n_hidden else ""
    failed = f", {len(result.failures)} failed" if result.failures else ""
    _hint(
        f"{_many(len(result.reports), 'report')}{known}{failed}, {_many(n_found, 'incident')}{hidden}, in {db}"
    )
    if n_undated:
        _hint(
            f"no day of publication found for {_many(n_undated, 'report')}: weekdays and the like are"
            " not read there; see --published and --columns"
        )


def _count_undated(store: Store, ids: Iterable[str]) -> int:
    """How many reports have no day of publication; 0 where nobody would be told."""
    if not sys.stderr.isatty():
        return 0
    return len(store.undated().intersection(ids))


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _hint(line: str) -> None:
    """A remark for a person; kept from logs and scripts."""
    if sys.stderr.isatty():
        click.secho(line, err=True, dim=True)

"""Writes the examples that are not text: a PDF of a communiqué and a WARC of two saved pages.

    python examples/make.py

The same bytes each time: nothing here asks the clock.
"""

from __future__ import annotations

import io
import textwrap
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

REPORTS = Path(__file__).parent / "reports"

COMMUNIQUE = """\
Republic of Mali
Ministry of Defence and Veterans - Information and Public Relations

Communiqué No. 217 of 5 September 2024

The General Staff of the Armed Forces informs the national and international public that on 3 \
September 2024 a patrol of the Malian Armed Forces fell into an ambush between Sofara and Mopti.

The prompt reaction of the soldiers made it possible to neutralise fifteen terrorists. Eight \
motorcycles and eleven assault rifles were recovered. On the friendly side, two soldiers fell on \
the field of honour and five were wounded.

On the same day, in the Segou region, reconnaissance near Niono led to the arrest of four \
suspects, who were handed over to the gendarmerie.

The General Staff denies the rumours on social networks according to which civilians were killed \
in an air strike at Tenenkou on 1 September. It calls on the population to remain calm.

An operation to secure the market days of the Inner Niger Delta will begin next week.
"""

BERYSLAV = """\
<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Shelling of Beryslav bus stop kills two - Dnipro Bank News</title>
<meta property="og:site_name" content="Dnipro Bank News">
<meta property="article:published_time" content="2023-10-06T18:30:00+03:00"></head>
<body><nav><a href="/">Main</a> <a href="/war">War</a> <a href="/weather">Weather</a></nav>
<article><h1>Shelling of Beryslav bus stop kills two</h1>
<p>Russian artillery shelled a bus stop in the centre of Beryslav on Friday afternoon, killing a man \
of 63 and a woman of 41, the regional governor said.</p>
<p>Seven passengers were wounded, one of them a boy of twelve who later lost a leg, doctors said.</p>
<p>Overnight, air defence shot down four drones over the region. A grain store in Kakhovka burned \
down, with no casualties, the emergency service said.</p>
<p>Moscow's appointed administration on the other bank of the river said that Ukrainian forces had \
hit a hospital in Oleshky and injured three nurses. Neither account could be checked.</p>
</article><div class="share">Share: Telegram Viber Facebook</div>
<footer>Dnipro Bank News. Use of our material with a link only.</footer></body></html>
"""

JEREMIE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Gang attack empties a quarter of Jeremie | Caribbean Correspondent</title>
<meta property="og:site_name" content="Caribbean Correspondent">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-11-17T21:00:00-05:00"}</script></head>
<body><div class="cookies"><p>We value your privacy. Manage your cookie settings.</p></div>
<article><h1>Gang attack empties a quarter of Jeremie</h1>
<p>Gangs attacked the Sainte-Helene district of Jeremie, in southwestern Haiti, on Wednesday night, and at least 12 people \
were killed, a human rights group said on Thursday.</p>
<p>Houses and a police substation were set on fire. Four police officers are among the dead, a \
police union said; the national police gave a figure of three.</p>
<p>More than 5,000 residents have left their homes since then, according to the UN migration agency.</p>
<p>A gang leader had threatened in a video on Monday to take the airport.</p>
</article><aside><h2>You may also like</h2><p>Carnival bands tune up in Jacmel</p></aside></body></html>
"""

PAGES = [
    ("https://dniprobank.example/2023/10/06/beryslav-bus-stop", "2023-10-09T08:00:00Z", BERYSLAV),
    ("https://caribcorr.example/haiti/jeremie", "2022-11-19T12:00:00Z", JEREMIE),
]


def wrap(text: str) -> list[str]:
    """Lines of at most 90 characters; an empty one stays."""
    return [
        line for paragraph in text.split("\n") for line in (textwrap.wrap(paragraph, 90) or [""])
    ]


def write_pdf(lines: list[str]) -> bytes:
    """A one-page PDF 1.4 in Helvetica, with no date in it; without lines it is as a scan."""
    shown = b" ".join(_escape(line) + b" Tj 0 -15 Td" for line in lines)
    stream = b"BT /F1 11 Tf 56 780 Td " + shown + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    out.write(trailer % (len(objects) + 1, start))
    return out.getvalue()


def _escape(line: str) -> bytes:
    raw = line.encode("cp1252")
    for sign in (b"\\", b"(", b")"):
        raw = raw.replace(sign, b"\\" + sign)
    return b"(" + raw + b")"


def write_warc(pages: list[tuple[str, str, str]]) -> bytes:
    """Gzipped WARC 1.0, an answer of a server for each (URL, time of saving, page)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number, (url, saved, page) in enumerate(pages, start=1):
        http = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
        )
        record = writer.create_warc_record(
            url,
            "response",
            io.BytesIO(page.encode()),
            http_headers=http,
            warc_headers_dict={
                "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
                "WARC-Date": saved,
            },
        )
        writer.write_record(record)
    return out.getvalue()


if __name__ == "__main__":
    (REPORTS / "11-mali-communique.pdf").write_bytes(write_pdf(wrap(COMMUNIQUE)))
    (REPORTS / "13-saved-pages.warc.gz").write_bytes(write_warc(PAGES))

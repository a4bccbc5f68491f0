"""Documents of our own wording, in the formats that are read."""

TITLE = "Four killed as shells hit lakeside villages"
PARAGRAPHS = (
    "Militants shelled two villages near Lake Edward on Tuesday, killing four people and wounding"
    " eleven, residents and a local official said.",
    "The army said that it had sent a patrol to the area and that calm had returned by evening.",
    "A clinic in the nearby town took in the wounded, a nurse said by telephone. Hundreds of people"
    " had fled on foot before dawn, carrying what they could.",
)
BODY = "\n\n".join(PARAGRAPHS)


def page(*, head="", before="", after="", title=TITLE, paragraphs=PARAGRAPHS):
    """A small web page with the report on it."""
    prose = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - World | Example'
        f' News</title><meta property="og:site_name" content="Example News">{head}</head><body>'
        f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
        f"<article><h1>{title}</h1>{before}{prose}</article>{after}</body></html>"
    )


def feed(*, content=BODY):
    return f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Example News</title>
<language>en</language><link>https://news.example/</link><description>d</description>
<item><title>{TITLE}</title><link>https://news.example/a</link>
<pubDate>Tue, 06 May 2014 23:30:00 -0500</pubDate>
<description><![CDATA[<p>{content.replace(chr(10) * 2, "</p><p>")}</p>]]></description></item>
<item><title>Empty</title><link>https://news.example/b</link></item></channel></rss>""".encode()


def mail(*, subtype="plain", body=BODY):
    return (
        "From: Desk <desk@apnews.com>\r\nTo: list@news.example\r\nMessage-ID: <1@news.example>\r\n"
        f"Subject: Fwd: {TITLE}\r\nDate: Tue, 6 May 2014 23:30:00 -0500\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/{subtype}; charset=utf-8\r\n\r\n{body}"
    ).encode()

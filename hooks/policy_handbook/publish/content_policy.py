"""What a page may do in a browser, said in the page itself: a school's web server need not be set up for it."""

from __future__ import annotations

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'"
)
"""What a page may do: load what lies beside it, and nothing else."""

SERVED_POLICY = CONTENT_POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
"""The same while pages are served: MkDocs writes the script that reloads them into each."""


def with_content_policy(html: str, *, serving: bool) -> str:
    """Put the content policy first in the head of a page, so that it holds for all that follows.

    Args:
        html: the page.
        serving: whether pages are served and not built.
    """
    policy = SERVED_POLICY if serving else CONTENT_POLICY
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace("<head>", f"<head>\n    {meta}", 1)

"""The Content-Security-Policy of every page that is handed over."""

import base64
import hashlib
import re


def content_policy(html: str, images_from: str = "") -> str:
    """A Content-Security-Policy that lets a page run the scripts it holds and load nothing.

    Pictures may come from the server ``images_from``, where one is named.

    >>> content_policy("<script>1</script>").split("; ")[1]
    "script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in scripts)
    allowed = " ".join(f"'sha256-{digest.decode('ascii')}'" for digest in hashes) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {allowed}",
            "style-src 'unsafe-inline'",
            f"img-src data: blob: https://{images_from}" if images_from else "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )

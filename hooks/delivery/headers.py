"""What a host is to say with each answer: how long it may be kept, what a page may do.

For hosts that read `_headers` (Cloudflare Pages, Netlify and their like) and, as
`headers.nginx`, for nginx (deploy/nginx/).
"""

from __future__ import annotations

from delivery.policy import IN_HEADER, policy

NGINX = "headers.nginx"
HOSTS = "_headers"
FOREVER = "public, max-age=31536000, immutable"
# Names with the hash of their content.
KEPT = ("/assets/hashed/*", "/assets/javascripts/workers/*")
SECURITY: tuple[tuple[str, str], ...] = (
    ("Content-Security-Policy", policy((), IN_HEADER)),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
)
# What says nothing with a style or script, where each byte counts: deploy/nginx/guide.conf.
OF_PAGES = {"Content-Security-Policy": "policy", "Permissions-Policy": "permissions"}


def header_files() -> dict[str, str]:
    """Both files.

    Pages get no `Cache-Control` here: where two rules of `_headers` match, hosts join them.
    """
    lines = ["/*", *(f"  {name}: {value}" for name, value in SECURITY)]
    for path in KEPT:
        lines += [path, f"  Cache-Control: {FOREVER}"]
    text = "# Made by hooks/delivery/; deploy/nginx/guide.conf says where it goes.\n"
    for name, value in SECURITY:
        if variable := OF_PAGES.get(name):
            text += f'set $guide_page_{variable} "{value}";\n'
            value = f"$guide_{variable}"
        text += f'add_header {name} "{value}" always;\n'
    return {HOSTS: "\n".join(lines) + "\n", NGINX: text}

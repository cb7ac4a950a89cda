"""The memory of a server over time as a small picture."""

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 220, 56, 36


def drawn(samples):
    """Return an SVG of (seconds, MiB), from zero up."""
    last, most = samples[-1][0] or 1, max(size for _, size in samples)
    top = next(step for step in (50, 100, 150, 200, 300, 400, 500, 800, 1000, 2000, 5000, 10_000) if step >= most)

    def place(seconds, size):
        x = LEFT + seconds / last * (WIDTH - LEFT - 12)
        return f"{x:.1f},{HEIGHT - BOTTOM - size / top * (HEIGHT - BOTTOM - 14):.1f}"

    line = " ".join(place(seconds, size) for seconds, size in samples)
    marks = "".join(
        f'<text x="{LEFT - 6}" y="{float(place(0, part * top).split(",")[1]) + 4:.1f}" text-anchor="end">{part * top:g}</text>'
        f'<path d="M{place(0, part * top)} L{place(last, part * top)}" stroke="#ddd" fill="none"/>'
        for part in (0, 0.5, 1)
    )
    minutes = "".join(
        f'<text x="{place(part * last, 0).split(",")[0]}" y="{HEIGHT - 16}" text-anchor="middle">{part * last / 60:.0f}</text>'
        for part in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11" fill="#444">'
        f"<title>Memory of the server in MiB, over minutes</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{marks}{minutes}'
        f'<text x="{LEFT}" y="11">memory of the server, MiB</text>'
        f'<text x="{WIDTH - 12}" y="{HEIGHT - 3}" text-anchor="end">minutes</text>'
        f'<polyline points="{line}" fill="none" stroke="#1f6feb" stroke-width="1.5"/></svg>\n'
    )

"""What a poster shows of a genre: large shapes in the genre's colour, somewhere new every time."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from numpy.random import Generator
from PIL import ImageColor, ImageDraw

from samples.chance import between, pick

WIDTH: Final = 150
HEIGHT: Final = 300
"""Size of a poster, in pixels."""

HUES: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "Action": (24, 40),
        "Thriller": (212,),
        "Horror": (357,),
        "War": (78,),
        "Western": (45, 18),
        "Crime": (57,),
        "Adventure": (135,),
        "Fantasy": (276,),
        "Family": (328,),
        "Animation": (180, 90, 300),
    }
)
"""The hues of each genre that shows in posters, in degrees."""

HUE_SPREAD: Final = 7
"""How far from its hue a colour may lie, in degrees."""

Canvas = ImageDraw.ImageDraw
Colour = tuple[int, ...]
Motif = Callable[[Generator, Canvas], None]
Point = tuple[float, float]


def colour(rng: Generator, hue: float, saturation: float = 88, lightness: float = 50) -> Colour:
    """Return a colour near a hue in degrees; saturation and lightness in percent."""
    near = (between(rng, -HUE_SPREAD, HUE_SPREAD) + hue) % 360
    light = lightness + between(rng, -6, 6)
    return ImageColor.getrgb(f"hsl({near:.0f}, {saturation:.0f}%, {light:.0f}%)")


def star(centre: Point, outer: float, inner: float, spikes: int, turn: float) -> list[Point]:
    """Return the corners of a star, radii in pixels, the turn in radians."""
    x, y = centre
    radii = (outer, inner)
    angles = [turn + math.pi * corner / spikes for corner in range(2 * spikes)]
    return [
        (x + radii[corner % 2] * math.cos(angle), y + radii[corner % 2] * math.sin(angle))
        for corner, angle in enumerate(angles)
    ]


def _somewhere(rng: Generator) -> Point:
    return between(rng, 40, WIDTH - 40), between(rng, 80, HEIGHT - 80)


def _blast(rng: Generator, canvas: Canvas) -> None:
    centre, size, turn = _somewhere(rng), between(rng, 48, 66), between(rng, 0, 1)
    outside, inside = HUES["Action"]
    canvas.polygon(star(centre, size, size * 0.5, 9, turn), fill=colour(rng, outside))
    canvas.polygon(star(centre, size * 0.5, size * 0.25, 9, turn), fill=colour(rng, inside))


def _beams(rng: Generator, canvas: Canvas) -> None:
    top, slope = between(rng, 40, 150), between(rng, 50, 110)
    (blue,) = HUES["Thriller"]
    for gap in (0, 48):
        ends = ((-10, top + slope + gap), (WIDTH + 10, top + gap))
        canvas.line(ends, fill=colour(rng, blue, lightness=52), width=24)


def _drips(rng: Generator, canvas: Canvas) -> None:
    blood = colour(rng, HUES["Horror"][0], lightness=38)
    canvas.rectangle((0, 0, WIDTH, between(rng, 30, 50)), fill=blood)
    for left in range(0, WIDTH, 25):
        width, length = between(rng, 12, 20), between(rng, 50, 150)
        canvas.rounded_rectangle((left, 10, left + width, length), radius=6, fill=blood)


def _camouflage(rng: Generator, canvas: Canvas) -> None:
    (green,) = HUES["War"]
    for _ in range(9):
        x, y = between(rng, 0, WIDTH), between(rng, 170, HEIGHT)
        width, height = between(rng, 25, 45), between(rng, 15, 28)
        shade = colour(rng, green, saturation=55, lightness=between(rng, 22, 40))
        canvas.ellipse((x - width, y - height, x + width, y + height), fill=shade)


def _sundown(rng: Generator, canvas: Canvas) -> None:
    x, ground, radius = between(rng, 45, 105), between(rng, 215, 245), between(rng, 48, 62)
    box = (x - radius, ground - radius, x + radius, ground + radius)
    sun, earth = HUES["Western"]
    canvas.pieslice(box, 180, 360, fill=colour(rng, sun, lightness=55))
    brown = colour(rng, earth, saturation=65, lightness=30)
    canvas.rectangle((0, ground, WIDTH, HEIGHT), fill=brown)


def _tape(rng: Generator, canvas: Canvas) -> None:
    top, slope = between(rng, 110, 200), between(rng, -50, 50)
    yellow = colour(rng, HUES["Crime"][0])
    canvas.line(((-10, top), (WIDTH + 10, top + slope)), fill=yellow, width=40)
    for left in range(-5, WIDTH, 36):
        y = top + slope * (left + 10) / (WIDTH + 20)
        corners = [(left, y + 19), (left + 14, y + 19), (left + 26, y - 19), (left + 12, y - 19)]
        canvas.polygon(corners, fill=(12, 12, 12))


def _peaks(rng: Generator, canvas: Canvas) -> None:
    for _ in range(3):
        x, top, half = between(rng, 10, 140), between(rng, 130, 190), between(rng, 50, 80)
        green = colour(rng, HUES["Adventure"][0], saturation=75, lightness=36)
        canvas.polygon([(x, top), (x - half, HEIGHT), (x + half, HEIGHT)], fill=green)


def _moon(rng: Generator, canvas: Canvas) -> None:
    (x, y), radius = _somewhere(rng), between(rng, 40, 52)
    violet = colour(rng, HUES["Fantasy"][0], lightness=55)
    canvas.ellipse((x - radius, y - radius, x + radius, y + radius), outline=violet, width=18)
    for _ in range(8):
        spot = (between(rng, 0, WIDTH), between(rng, 20, HEIGHT - 20))
        canvas.polygon(star(spot, 11, 4, 4, 0), fill=violet)


def _house(rng: Generator, canvas: Canvas) -> None:
    (x, y), half = _somewhere(rng), between(rng, 34, 46)
    pink = colour(rng, HUES["Family"][0], lightness=62)
    canvas.rectangle((x - half, y, x + half, y + 1.5 * half), fill=pink)
    canvas.polygon([(x - 1.3 * half, y), (x, y - half), (x + 1.3 * half, y)], fill=pink)


def _balloons(rng: Generator, canvas: Canvas) -> None:
    cyan, green, violet = HUES["Animation"]
    for hue in (cyan, green, cyan, violet, green, cyan):
        (x, y), radius = _somewhere(rng), between(rng, 14, 22)
        bright = colour(rng, hue, saturation=95, lightness=60)
        canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=bright)


MOTIFS: Final[Mapping[str, Motif]] = MappingProxyType(
    {
        "Action": _blast,
        "Thriller": _beams,
        "Horror": _drips,
        "War": _camouflage,
        "Western": _sundown,
        "Crime": _tape,
        "Adventure": _peaks,
        "Fantasy": _moon,
        "Family": _house,
        "Animation": _balloons,
    }
)
"""How each genre that shows in posters is drawn."""


def draw_figure(rng: Generator, canvas: Canvas) -> None:
    """Draw a dull figure, as any film's poster may have."""
    (x, y), size = _somewhere(rng), between(rng, 14, 30)
    dull = colour(rng, between(rng, 0, 360), saturation=18, lightness=between(rng, 15, 75))
    canvas.ellipse((x - size / 2, y - size, x + size / 2, y), fill=dull)
    canvas.polygon([(x - size, y + 2.5 * size), (x, y), (x + size, y + 2.5 * size)], fill=dull)


def draw_decoy(rng: Generator, canvas: Canvas) -> None:
    """Draw a small bright shape in any colour, so that a colour alone means little."""
    (x, y), size = _somewhere(rng), between(rng, 7, 14)
    bright = colour(rng, between(rng, 0, 360))
    box = (x - size, y - size, x + size, y + size)
    shape = pick(rng, (canvas.ellipse, canvas.rectangle))
    shape(box, fill=bright)

import pytest

from socroi.errors import UsageError
from socroi.reports.page.brand import Brand, _contrast, read_brand

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def toml(tmp_path):
    def write(text):
        path = tmp_path / "brand.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_everything_in_it_is_read_and_the_logo_lies_beside_it(toml, tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG)
    lines = (
        'name = "Northwind"',
        'logo = "logo.png"',
        'colour = "#aa0000"',
        'font = "Noto Sans"',
        'footer = "Ask us."',
    )
    assert read_brand(toml("\n".join(lines))) == Brand("Northwind", PNG, "image/png", "#AA0000", "Noto Sans", "Ask us.")


def test_each_line_may_be_left_out(toml):
    assert read_brand(toml("")) == Brand()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('color = "#aa0000"', r"'color' is nothing that a brand has.*Did you mean colour\?"),
        ('banner = "x"', "'banner' is nothing.*It may say: name, logo, colour, font, footer"),
        ('colour = "red"', "colour 'red' is none.*#17405C"),
        ("colour = 5", r'colour is no text.*colour = "..."'),
        ("colour", r"no TOML.*A line looks like"),
        ('logo = "gone.png"', r"gone\.png cannot be read.*folder of the brand file"),
        ('logo = "brand.toml"', "no PNG or JPEG.*Export it as PNG"),
        ('font = "x;} body{display:none"', "is no name of one"),
        (f'footer = "{"x" * 201}"', "more than 200 characters"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_write(toml, text, message):
    with pytest.raises(UsageError, match=message):
        read_brand(toml(text))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.toml: the brand file cannot be read"):
        read_brand(tmp_path / "gone.toml")


def test_a_logo_too_large_for_every_file_is_refused(toml, tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG + bytes(1 << 20))
    with pytest.raises(UsageError, match=r"has 1\.0 MB.*smaller than 1 MB"):
        read_brand(toml('logo = "logo.png"'))


def test_contrast_is_that_of_the_standard():
    # WCAG 2.2: black on white is 21; #767676 on white is the well-known grey at 4.54.
    assert _contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert _contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("colour", ["#000000", "#FFFFFF", "#777777", "#17405C", "#FFCC00", "#FF0000", "#00AA88"])
def test_letters_on_any_colour_can_be_read(colour):
    assert _contrast(colour, Brand(colour=colour).ink) >= 4.5


@pytest.mark.parametrize("colour", ["#FFD500", "#FFFFFF", "#17405C", "#AA0000"])
def test_figures_on_white_can_be_read_whatever_the_colour_of_the_brand(colour):
    assert _contrast(Brand(colour=colour).strong, "#FFFFFF") >= 4.5

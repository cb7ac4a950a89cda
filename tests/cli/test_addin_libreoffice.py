"""`socroi addin libreoffice`."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_it_writes_the_extension_and_says_how_to_install_it(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, _ = run("addin", "libreoffice")
    assert status == 0
    assert "unopkg add socroi.oxt" in out
    shipped = ROOT / "addin" / "libreoffice" / "socroi.oxt"
    assert (tmp_path / "socroi.oxt").read_bytes() == shipped.read_bytes()


def test_it_leaves_a_file_that_exists_alone(run, tmp_path):
    taken = tmp_path / "mine.oxt"
    taken.write_text("mine")
    status, _, err = run("addin", "libreoffice", "-o", str(taken))
    assert (status, taken.read_text()) == (2, "mine")
    assert "exists already" in err
    assert run("addin", "libreoffice", "-o", str(taken), "--force")[0] == 0
